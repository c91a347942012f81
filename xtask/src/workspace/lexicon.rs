//! What the generated company does, as data: its products, what can be done with each of them, its people, its goals
//! and the systems it depends on.
//!
//! Things and customers begin with a consonant, so that templates may write "a $thing".

/// A product: a kind of place, what it offers, and who meets there.
pub(super) struct Product {
    /// The first word of its modules.
    pub(super) module: &'static str,
    /// What it offers.
    pub(super) thing: &'static str,
    /// What one of the things is, for its doc comment.
    pub(super) about: &'static str,
    /// Who the product is for.
    pub(super) customer: &'static str,
    /// Who does the daily work.
    pub(super) clerk: &'static str,
    /// Who answers for the place.
    pub(super) manager: &'static str,
    /// The kinds of the thing.
    pub(super) kinds: [&'static str; 4],
}

/// What can be done with a thing, and the states it goes through.
pub(super) struct Capability {
    /// What one case of it is called.
    pub(super) noun: &'static str,
    /// What a case is, for its doc comment.
    pub(super) about: &'static str,
    /// What a case is made up of.
    pub(super) line: &'static str,
    /// The state in which a case begins.
    pub(super) initial: &'static str,
    /// What moves it on. The first begins in the initial state; no two lead to the same state.
    pub(super) journeys: &'static [Journey],
}

/// One way from state to state: a feature of its own.
pub(super) struct Journey {
    /// What the actor does.
    pub(super) verb: &'static str,
    /// The states from which it may be done.
    pub(super) from: &'static [&'static str],
    /// The state it leads to.
    pub(super) to: &'static str,
    /// Who does it.
    pub(super) role: Role,
    /// Whether money moves.
    pub(super) charges: bool,
    /// What may stand in the way, and what the actor is then told.
    pub(super) obstacle: (&'static str, &'static str),
}

/// The three kinds of people of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Customer,
    Clerk,
    Manager,
}

/// Something a product wants, and the number that tells whether it has it.
pub(super) struct Goal {
    pub(super) name: &'static str,
    /// A template.
    pub(super) title: &'static str,
    /// A template.
    pub(super) because: &'static str,
    pub(super) metric: &'static str,
    /// A template.
    pub(super) metric_title: &'static str,
    pub(super) source: &'static str,
    /// The two percentages between which the metric is to move.
    pub(super) from_to: (u32, u32),
}

/// Something outside that features call.
pub(super) struct System {
    /// What it is called in a sentence.
    pub(super) words: &'static str,
    pub(super) about: &'static str,
    pub(super) availability: &'static str,
    pub(super) latency: &'static str,
    pub(super) limit: &'static str,
    pub(super) delivers: &'static str,
}

pub(super) const PRODUCTS: &[Product] = &[
    product(
        "hotel",
        "room",
        "four walls, a bed and a key",
        ["guest", "receptionist", "duty manager"],
        ["single", "double", "family", "suite"],
    ),
    product(
        "clinic",
        "slot",
        "a quarter of an hour with a doctor",
        ["patient", "nurse", "practice manager"],
        ["visit", "phone", "video", "home"],
    ),
    product(
        "airline",
        "seat",
        "one seat on one flight",
        ["passenger", "gate agent", "station manager"],
        ["window", "aisle", "middle", "exit-row"],
    ),
    product(
        "library",
        "book",
        "one copy of one title",
        ["reader", "librarian", "branch manager"],
        ["novel", "textbook", "atlas", "score"],
    ),
    product(
        "museum",
        "tour",
        "an hour through one wing with a guide",
        ["visitor", "curator", "collections manager"],
        ["general", "school", "touch", "night"],
    ),
    product(
        "fleet",
        "van",
        "a vehicle with a plate and a home depot",
        ["driver", "dispatcher", "depot manager"],
        ["panel", "flatbed", "cooled", "electric"],
    ),
    product(
        "theatre",
        "box",
        "four chairs behind one door",
        ["patron", "usher", "house manager"],
        ["stalls", "circle", "balcony", "royal"],
    ),
    product(
        "school",
        "course",
        "twelve evenings on one subject",
        ["student", "registrar", "head teacher"],
        ["language", "craft", "music", "science"],
    ),
    product(
        "gym",
        "class",
        "an hour in one hall with a trainer",
        ["member", "trainer", "club manager"],
        ["strength", "balance", "cycling", "water"],
    ),
    product(
        "harbour",
        "berth",
        "a place at the quay, with its length and depth",
        ["skipper", "pilot", "harbour master"],
        ["yacht", "ferry", "barge", "fishing"],
    ),
    product(
        "farm",
        "plot",
        "a numbered strip of a field",
        ["grower", "agronomist", "estate manager"],
        ["grain", "root", "orchard", "fallow"],
    ),
    product(
        "bakery",
        "cake",
        "one cake of the list, by weight",
        ["shopper", "baker", "shop manager"],
        ["sponge", "layered", "fruit", "plain"],
    ),
    product(
        "garage",
        "bay",
        "a lift and its tools",
        ["motorist", "mechanic", "service manager"],
        ["tyres", "brakes", "bodywork", "electrics"],
    ),
    product(
        "laundry",
        "basket",
        "up to seven kilograms of linen",
        ["lodger", "presser", "plant manager"],
        ["cotton", "wool", "silk", "workwear"],
    ),
    product(
        "nursery",
        "group",
        "up to twelve children and two carers",
        ["parent", "carer", "nursery head"],
        ["crawlers", "walkers", "talkers", "readers"],
    ),
    product(
        "cinema",
        "screening",
        "one film in one hall at one time",
        ["filmgoer", "projectionist", "cinema manager"],
        ["matinee", "evening", "premiere", "subtitled"],
    ),
    product(
        "vineyard",
        "cask",
        "a barrel with its vintage and its row",
        ["buyer", "cellarer", "estate owner"],
        ["oak", "steel", "clay", "chestnut"],
    ),
    product(
        "studio",
        "desk",
        "a mixing desk and the room around it",
        ["musician", "sound engineer", "studio manager"],
        ["voice", "band", "strings", "mastering"],
    ),
    product(
        "campsite",
        "pitch",
        "a place for one tent or one caravan",
        ["camper", "warden", "site manager"],
        ["tent", "caravan", "cabin", "hammock"],
    ),
    product(
        "pharmacy",
        "remedy",
        "a medicine that is made to order",
        ["customer", "pharmacist", "shop owner"],
        ["cream", "drops", "powder", "capsule"],
    ),
    product(
        "workshop",
        "tool",
        "a machine or a set of hand tools",
        ["maker", "instructor", "workshop lead"],
        ["wood", "metal", "glass", "textile"],
    ),
    product(
        "bikeshare",
        "bike",
        "a bike with a number and a lock",
        ["rider", "rebalancer", "city lead"],
        ["city", "cargo", "child", "tandem"],
    ),
    product(
        "court",
        "hearing",
        "a room, a judge and an hour",
        ["party", "court clerk", "court manager"],
        ["civil", "family", "labour", "tax"],
    ),
    product(
        "printshop",
        "press",
        "a machine with its formats and inks",
        ["publisher", "press operator", "print manager"],
        ["offset", "digital", "letterpress", "relief"],
    ),
];

const fn product(
    module: &'static str,
    thing: &'static str,
    about: &'static str,
    [customer, clerk, manager]: [&'static str; 3],
    kinds: [&'static str; 4],
) -> Product {
    Product { module, thing, about, customer, clerk, manager, kinds }
}

use Role::{Clerk, Customer, Manager};

pub(super) const CAPABILITIES: &[Capability] = &[
    Capability {
        noun: "booking",
        about: "Someone's wish to have one on a day, from the request to the day itself",
        line: "extra",
        initial: "draft",
        journeys: &[
            journey("request", &["draft"], "requested", Customer, ("fully booked", "Nothing is free on this day")),
            journey("confirm", &["requested"], "confirmed", Clerk, ("double booked", "This was taken by someone else")),
            journey(
                "admit",
                &["confirmed"],
                "admitted",
                Clerk,
                ("name mismatch", "The name differs from the reference"),
            ),
            charge("close", &["admitted"], "closed", Manager, ("extras missing", "The extras have not been entered")),
            journey(
                "cancel",
                &["requested", "confirmed"],
                "cancelled",
                Customer,
                ("too late", "It begins in under 24 h"),
            ),
        ],
    },
    Capability {
        noun: "order",
        about: "What someone asks us to make and hand over, against payment",
        line: "item",
        initial: "cart",
        journeys: &[
            journey("place", &["cart"], "placed", Customer, ("sold out", "This is sold out")),
            charge("pay", &["placed"], "paid", Customer, ("card declined", "Your card was declined")),
            journey("prepare", &["paid"], "prepared", Clerk, ("part missing", "A part is missing")),
            journey("collect", &["prepared"], "collected", Clerk, ("wrong code", "The code belongs to another one")),
            journey("revoke", &["placed", "paid"], "revoked", Manager, ("already prepared", "It is already prepared")),
        ],
    },
    Capability {
        noun: "claim",
        about: "Damage someone reports, until it is settled or turned down",
        line: "damage",
        initial: "noted",
        journeys: &[
            journey("report", &["noted"], "reported", Customer, ("reported before", "This damage was reported before")),
            journey("assess", &["reported"], "assessed", Clerk, ("photo missing", "A photo of the damage is missing")),
            journey("accept", &["assessed"], "accepted", Manager, ("over limit", "The amount is over your limit")),
            charge("settle", &["accepted"], "settled", Manager, ("account closed", "The account is closed")),
            journey("reject", &["assessed"], "rejected", Manager, ("reason missing", "Write the reason first")),
        ],
    },
    Capability {
        noun: "inspection",
        about: "A look at one of them by someone trained for it, with a signed record",
        line: "finding",
        initial: "planned",
        journeys: &[
            journey(
                "schedule",
                &["planned"],
                "scheduled",
                Manager,
                ("inspector away", "No inspector is free on this day"),
            ),
            journey("start", &["scheduled"], "started", Clerk, ("door locked", "The place could not be entered")),
            journey("record", &["started"], "recorded", Clerk, ("value missing", "A value has not been entered")),
            journey(
                "sign",
                &["recorded"],
                "signed",
                Manager,
                ("record changed", "The record changed after you opened it"),
            ),
            journey(
                "abandon",
                &["scheduled", "started"],
                "abandoned",
                Manager,
                ("half recorded", "Half of it is recorded already"),
            ),
        ],
    },
    Capability {
        noun: "membership",
        about: "The right to come as often as one likes, for as long as it is paid",
        line: "benefit",
        initial: "draft",
        journeys: &[
            journey("apply", &["draft"], "applied", Customer, ("under age", "Members are 16 or older")),
            charge("activate", &["applied"], "activated", Clerk, ("fee unpaid", "The first fee has not arrived")),
            journey("suspend", &["activated"], "suspended", Manager, ("visit running", "A visit is running")),
            journey(
                "end",
                &["activated", "suspended"],
                "ended",
                Customer,
                ("notice period", "The notice period is 30 days"),
            ),
            journey("refuse", &["applied"], "refused", Manager, ("ground missing", "Choose a ground first")),
        ],
    },
    Capability {
        noun: "loan",
        about: "One of them, out of the house with someone until a day",
        line: "condition",
        initial: "wished",
        journeys: &[
            journey("reserve", &["wished"], "reserved", Customer, ("limit reached", "You have five already")),
            journey(
                "hand-out",
                &["reserved"],
                "handed-out",
                Clerk,
                ("reserved elsewhere", "It is reserved for someone else"),
            ),
            journey("extend", &["handed-out"], "extended", Customer, ("queue waiting", "Someone is waiting for it")),
            journey(
                "take-back",
                &["handed-out", "extended"],
                "taken-back",
                Clerk,
                ("damage seen", "Record the damage first"),
            ),
            journey("release", &["reserved"], "released", Clerk, ("pickup today", "It is to be picked up today")),
        ],
    },
    Capability {
        noun: "repair",
        about: "Work on something broken, at a price that was agreed before",
        line: "part",
        initial: "reported",
        journeys: &[
            journey("triage", &["reported"], "triaged", Clerk, ("fault unknown", "The fault could not be found")),
            journey("quote", &["triaged"], "quoted", Manager, ("price missing", "A part has no price")),
            journey("agree", &["quoted"], "agreed", Customer, ("quote expired", "This quote has ended")),
            charge("finish", &["agreed"], "finished", Clerk, ("test failed", "The test after the work failed")),
            journey("decline", &["quoted"], "declined", Customer, ("work begun", "The work has begun")),
        ],
    },
    Capability {
        noun: "delivery",
        about: "Goods on their way from us to a door, with a hand to take them",
        line: "parcel",
        initial: "planned",
        journeys: &[
            journey("pack", &["planned"], "packed", Clerk, ("too heavy", "A parcel is over 30 kg")),
            journey("send", &["packed"], "sent", Clerk, ("label missing", "A parcel has no label")),
            journey("receive", &["sent"], "received", Customer, ("parcel missing", "A parcel is missing")),
            journey("return", &["sent"], "returned", Clerk, ("address unknown", "The address does not exist")),
        ],
    },
    Capability {
        noun: "complaint",
        about: "Something that went wrong in someone's eyes, until they have an answer",
        line: "statement",
        initial: "opened",
        journeys: &[
            journey("acknowledge", &["opened"], "acknowledged", Clerk, ("answered before", "A colleague has answered")),
            journey("look-into", &["acknowledged"], "looked-into", Clerk, ("visit unknown", "The visit was not found")),
            journey("escalate", &["looked-into"], "escalated", Manager, ("ground missing", "Write what you expect")),
            charge(
                "resolve",
                &["looked-into", "escalated"],
                "resolved",
                Manager,
                ("over limit", "The amount is over your limit"),
            ),
            journey("dismiss", &["acknowledged"], "dismissed", Manager, ("reason missing", "Write the reason first")),
        ],
    },
    Capability {
        noun: "invoice",
        about: "What someone owes us for a month, line by line",
        line: "position",
        initial: "draft",
        journeys: &[
            journey("issue", &["draft"], "issued", Manager, ("address missing", "The address is missing")),
            journey("dispute", &["issued"], "disputed", Customer, ("paid before", "This was paid before")),
            charge("settle", &["issued", "disputed"], "settled", Customer, ("card declined", "Your card was declined")),
            journey(
                "write-off",
                &["disputed"],
                "written-off",
                Manager,
                ("over limit", "The amount is over your limit"),
            ),
            journey(
                "void",
                &["draft", "issued"],
                "voided",
                Manager,
                ("already booked", "The month is closed in the books"),
            ),
        ],
    },
    Capability {
        noun: "survey",
        about: "Questions to the people who came, and their answers",
        line: "question",
        initial: "draft",
        journeys: &[
            journey("publish", &["draft"], "published", Manager, ("no audience", "Nobody would receive it")),
            journey("pause", &["published"], "paused", Clerk, ("reply running", "Someone is answering now")),
            journey(
                "close",
                &["published", "paused"],
                "closed",
                Manager,
                ("few replies", "Under 20 replies have arrived"),
            ),
            journey("archive", &["closed"], "archived", Manager, ("report open", "Its report is being written")),
        ],
    },
    Capability {
        noun: "permit",
        about: "Written leave to do something out of the ordinary, with an end",
        line: "obligation",
        initial: "draft",
        journeys: &[
            journey("lodge", &["draft"], "lodged", Customer, ("form outdated", "There is a newer form")),
            journey("review", &["lodged"], "reviewed", Clerk, ("annex missing", "An annex is missing")),
            charge("grant", &["reviewed"], "granted", Manager, ("fee unpaid", "The fee has not arrived")),
            journey("refuse", &["reviewed"], "refused", Manager, ("ground missing", "Choose a ground first")),
            journey(
                "withdraw",
                &["granted", "lodged"],
                "withdrawn",
                Manager,
                ("hearing due", "The holder has not been heard"),
            ),
        ],
    },
    Capability {
        noun: "training",
        about: "A day on which staff or guests learn something, with a certificate",
        line: "module",
        initial: "planned",
        journeys: &[
            journey("announce", &["planned"], "announced", Manager, ("trainer away", "The trainer is away")),
            journey("fill", &["announced"], "filled", Clerk, ("too few", "Under four people have signed up")),
            journey("hold", &["filled"], "held", Clerk, ("list missing", "The attendance list is missing")),
            journey("certify", &["held"], "certified", Manager, ("test open", "A test has not been marked")),
            journey("drop", &["announced", "filled"], "dropped", Manager, ("starts today", "It starts today")),
        ],
    },
    Capability {
        noun: "transfer",
        about: "Something that changes hands between two places of ours",
        line: "piece",
        initial: "draft",
        journeys: &[
            journey("propose", &["draft"], "proposed", Clerk, ("in use", "It is in use until tomorrow")),
            journey(
                "approve",
                &["proposed"],
                "approved",
                Manager,
                ("budget spent", "The budget of the month is spent"),
            ),
            journey("ship", &["approved"], "shipped", Clerk, ("no carrier", "No carrier is free on this day")),
            journey("unpack", &["shipped"], "unpacked", Clerk, ("seal broken", "The seal is broken")),
            journey(
                "withdraw",
                &["proposed", "approved"],
                "withdrawn",
                Clerk,
                ("already loaded", "It is already loaded"),
            ),
        ],
    },
];

const fn journey(
    verb: &'static str,
    from: &'static [&'static str],
    to: &'static str,
    role: Role,
    obstacle: (&'static str, &'static str),
) -> Journey {
    Journey { verb, from, to, role, charges: false, obstacle }
}

const fn charge(
    verb: &'static str,
    from: &'static [&'static str],
    to: &'static str,
    role: Role,
    obstacle: (&'static str, &'static str),
) -> Journey {
    Journey { charges: true, ..journey(verb, from, to, role, obstacle) }
}

pub(super) const GOALS: &[Goal] = &[
    Goal {
        name: "Loyalty",
        title: "$customers come back within a year",
        because: "the second visit costs us a fifth of the first",
        metric: "SecondVisit",
        metric_title: "$customers with a second visit within 365 days",
        source: "the visits table, by first visit",
        from_to: (34, 45),
    },
    Goal {
        name: "Occupancy",
        title: "Sell what stands empty",
        because: "an empty $thing costs what a full one costs",
        metric: "DaysInUse",
        metric_title: "Days on which a $thing is in use",
        source: "the calendar of the place, counted at midnight",
        from_to: (61, 70),
    },
    Goal {
        name: "QuietPhone",
        title: "Answer before anyone calls",
        because: "a call is a question that the page did not answer",
        metric: "CasesWithoutCall",
        metric_title: "Cases that end without a call",
        source: "the call list joined with the case list",
        from_to: (48, 75),
    },
    Goal {
        name: "OnTime",
        title: "Keep the day we promised",
        because: "a promise kept is what $customers tell others about",
        metric: "PromisesKept",
        metric_title: "Cases finished on the promised day",
        source: "the history of the case list",
        from_to: (82, 95),
    },
    Goal {
        name: "Trust",
        title: "No surprise on the bill",
        because: "a disputed bill takes the $manager an hour",
        metric: "BillsUndisputed",
        metric_title: "Bills that nobody disputes",
        source: "the ledger, by month",
        from_to: (91, 98),
    },
    Goal {
        name: "PaperFree",
        title: "Write everything down once",
        because: "whatever is typed twice differs once",
        metric: "TypedOnce",
        metric_title: "Cases whose data was typed once",
        source: "the import log and the form log",
        from_to: (12, 60),
    },
];

pub(super) const SYSTEMS: &[System] = &[
    System {
        words: "payment gateway",
        about: "Authorises and captures card payments",
        availability: "99.9%",
        latency: "p99 < 3 s",
        limit: "100 requests/s",
        delivers: "at-least-once",
    },
    System {
        words: "mail relay",
        about: "Sends e-mail and reports what came back",
        availability: "99.5%",
        latency: "p95 < 800 ms",
        limit: "50 requests/s",
        delivers: "at-least-once",
    },
    System {
        words: "file store",
        about: "Keeps files for as long as it is told to",
        availability: "99.99%",
        latency: "p95 < 300 ms",
        limit: "500 MB",
        delivers: "at-least-once",
    },
    System {
        words: "calendar hub",
        about: "Knows who and what is free, across places",
        availability: "99.9%",
        latency: "p95 < 400 ms",
        limit: "200 requests/s",
        delivers: "exactly-once",
    },
    System {
        words: "ledger bridge",
        about: "Writes amounts into the books of the company",
        availability: "99%",
        latency: "p95 < 2 s",
        limit: "10 requests/s",
        delivers: "exactly-once",
    },
    System {
        words: "text service",
        about: "Sends text messages to phones",
        availability: "99.5%",
        latency: "p95 < 1 s",
        limit: "20 requests/s",
        delivers: "at-most-once",
    },
    System {
        words: "identity check",
        about: "Compares a name with a document",
        availability: "99%",
        latency: "p95 < 900 ms",
        limit: "30 requests/s",
        delivers: "at-least-once",
    },
];

pub(super) const FIRST_NAMES: &[&str] = &[
    "Ana", "Bo", "Chi", "Dara", "Edda", "Femi", "Gita", "Hugo", "Ines", "Jona", "Kaya", "Lior", "Mina", "Nils", "Olga",
    "Pia", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanda", "Xenia", "Yara", "Zeno",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Souza",
    "Lindqvist",
    "Nwosu",
    "Okafor",
    "Marin",
    "Tanaka",
    "Virtanen",
    "Haddad",
    "Petrov",
    "Keller",
    "Moreau",
    "Silva",
    "Brandt",
    "Castillo",
    "Dunne",
    "Eriksen",
    "Fischer",
    "Ivanov",
    "Jansen",
    "Kovac",
];

/// What the people of a product do, in the order in which templates call on them.
pub(super) const POSITIONS: &[&str] =
    &["product manager", "head of product", "designer", "staff engineer", "lead of support", "product operations"];
