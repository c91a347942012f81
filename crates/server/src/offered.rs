//! Every request that is offered, for the tests and benchmarks that must leave none out; nobody else may call it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::capabilities::Traits;

/// What lets a client send a request, as a JSON pointer into the server's capabilities, and the requests it then sends.
const REQUESTS: [(&str, &[&str]); 37] = [
    (
        "/callHierarchyProvider",
        &["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
    ),
    ("/codeActionProvider", &["textDocument/codeAction"]),
    ("/codeActionProvider/resolveProvider", &["codeAction/resolve"]),
    ("/codeLensProvider", &["textDocument/codeLens"]),
    ("/codeLensProvider/resolveProvider", &["codeLens/resolve"]),
    ("/completionProvider", &["textDocument/completion"]),
    ("/completionProvider/resolveProvider", &["completionItem/resolve"]),
    ("/declarationProvider", &["textDocument/declaration"]),
    ("/definitionProvider", &["textDocument/definition"]),
    ("/diagnosticProvider", &["textDocument/diagnostic"]),
    ("/diagnosticProvider/workspaceDiagnostics", &["workspace/diagnostic"]),
    ("/documentFormattingProvider", &["textDocument/formatting"]),
    ("/documentHighlightProvider", &["textDocument/documentHighlight"]),
    ("/documentLinkProvider", &["textDocument/documentLink"]),
    ("/documentOnTypeFormattingProvider", &["textDocument/onTypeFormatting"]),
    ("/documentRangeFormattingProvider", &["textDocument/rangeFormatting"]),
    ("/documentSymbolProvider", &["textDocument/documentSymbol"]),
    ("/executeCommandProvider", &["workspace/executeCommand"]),
    ("/foldingRangeProvider", &["textDocument/foldingRange"]),
    ("/hoverProvider", &["textDocument/hover"]),
    ("/implementationProvider", &["textDocument/implementation"]),
    ("/inlayHintProvider", &["textDocument/inlayHint"]),
    ("/inlayHintProvider/resolveProvider", &["inlayHint/resolve"]),
    ("/linkedEditingRangeProvider", &["textDocument/linkedEditingRange"]),
    ("/referencesProvider", &["textDocument/references"]),
    ("/renameProvider", &["textDocument/rename"]),
    ("/renameProvider/prepareProvider", &["textDocument/prepareRename"]),
    ("/selectionRangeProvider", &["textDocument/selectionRange"]),
    ("/semanticTokensProvider/full", &["textDocument/semanticTokens/full"]),
    ("/semanticTokensProvider/full/delta", &["textDocument/semanticTokens/full/delta"]),
    ("/semanticTokensProvider/range", &["textDocument/semanticTokens/range"]),
    ("/signatureHelpProvider", &["textDocument/signatureHelp"]),
    ("/typeDefinitionProvider", &["textDocument/typeDefinition"]),
    (
        "/experimental/typeHierarchyProvider",
        &["textDocument/prepareTypeHierarchy", "typeHierarchy/supertypes", "typeHierarchy/subtypes"],
    ),
    ("/workspace/fileOperations/willRename", &["workspace/willRenameFiles"]),
    ("/workspaceSymbolProvider", &["workspace/symbol"]),
    ("/workspaceSymbolProvider/resolveProvider", &["workspaceSymbol/resolve"]),
];

/// The capabilities of a client that makes every request and takes every answer.
pub fn client() -> Value {
    let mut document = json!({
    "callHierarchy": {},
    "codeAction": {
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
        "dataSupport": true,
        "resolveSupport": { "properties": ["edit", "command"] },
    },
    "completion": { "completionItem": {
        "snippetSupport": true,
        "commitCharactersSupport": true,
        "labelDetailsSupport": true,
        "documentationFormat": ["markdown"],
        "resolveSupport": { "properties": ["documentation", "additionalTextEdits"] },
    } },
    "definition": { "linkSupport": true },
    "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
    "hover": { "contentFormat": ["markdown"] },
    "inlayHint": { "resolveSupport": { "properties": ["tooltip"] } },
    "rename": { "prepareSupport": true },
    "semanticTokens": {
        "requests": { "full": { "delta": true }, "range": true },
        "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
    },
    "signatureHelp": { "signatureInformation": { "parameterInformation": { "labelOffsetSupport": true } } },
        });
    for request in [
        "codeLens",
        "declaration",
        "diagnostic",
        "documentHighlight",
        "documentLink",
        "foldingRange",
        "formatting",
        "implementation",
        "linkedEditingRange",
        "onTypeFormatting",
        "rangeFormatting",
        "references",
        "selectionRange",
        "typeHierarchy",
        "typeDefinition",
    ] {
        document[request] = json!({});
    }
    json!({
        "textDocument": document,
        "window": { "workDoneProgress": true, "showDocument": { "support": true } },
        "workspace": {
            "diagnostics": { "refreshSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "fileOperations": { "willRename": true, "didCreate": true, "didRename": true, "didDelete": true },
            "symbol": { "resolveSupport": { "properties": ["location.range"] } },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] },
        },
    })
}

/// The methods of all requests that are offered to [`client`].
pub fn requests() -> BTreeSet<&'static str> {
    let traits = Traits::of(&serde_json::from_value(client()).unwrap_or_default(), None);
    let server = serde_json::to_value(traits.server()).unwrap_or_default();
    let offers = |place: &str| !matches!(server.pointer(place), None | Some(Value::Null | Value::Bool(false)));
    REQUESTS.iter().filter(|(place, _)| offers(place)).flat_map(|(_, methods)| methods.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_capability_is_known_to_lead_to_requests() {
        let traits = Traits::of(&serde_json::from_value(client()).expect("capabilities"), None);
        let server = serde_json::to_value(traits.server()).expect("JSON");
        let unlisted = server["experimental"].as_object().expect("an object").keys();
        let listed = server.as_object().expect("an object").keys().filter(|name| name.ends_with("Provider"));
        for name in listed.chain(unlisted) {
            let known = REQUESTS.iter().any(|(place, _)| place.split('/').any(|part| part == name));
            assert!(known, "which requests does `{name}` offer?");
        }
        // A client that takes everything is offered whatever there is.
        let missing = REQUESTS.iter().filter(|(place, _)| server.pointer(place).is_none()).collect::<Vec<_>>();
        assert!(missing.is_empty(), "{missing:?} are never offered");
    }
}
