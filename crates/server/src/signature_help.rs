//! How a line is written, in the protocol's terms.

use averment_ide as ide;
use tower_lsp::ls_types::*;

use crate::capabilities::Traits;
use crate::to_proto::documentation;

/// The one way a line is written, with the part that comes next.
pub(crate) fn answer(traits: &Traits, help: ide::SignatureHelp) -> SignatureHelp {
    let width = |to: usize| help.label[..to].encode_utf16().count() as u32;
    let parameters = help.parameters.iter().map(|parameter| ParameterInformation {
        label: match traits.label_offsets {
            true => ParameterLabel::LabelOffsets([width(parameter.range.start), width(parameter.range.end)]),
            false => ParameterLabel::Simple(help.label[parameter.range.clone()].to_owned()),
        },
        documentation: Some(documentation(parameter.documentation.clone(), traits.signature_markdown)),
    });
    // A number past the last parameter marks none, where leaving it out would mark the first.
    let active = Some(help.active.unwrap_or(help.parameters.len()) as u32);
    let signature = SignatureInformation {
        documentation: Some(documentation(help.documentation, traits.signature_markdown)),
        parameters: Some(parameters.collect()),
        active_parameter: active,
        label: help.label,
    };
    SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active }
}
