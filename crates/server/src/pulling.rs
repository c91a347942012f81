//! Diagnostics that a client asks for: of a document, or of all files.

use std::collections::HashMap;

use tokio::sync::mpsc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::backend::Backend;
use crate::pool::{Class, Overtaken};
use crate::{diagnostics, from_proto};

impl Backend {
    /// Answers what is wrong in a document.
    pub(crate) async fn pull(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let path = from_proto::path(&params.text_document.uri);
        let seen = self.seen.clone();
        let answer = self.ask(Class::Quick, Overtaken::Again, move |context| {
            let Some(document) = context.documents.get(&path) else { return Ok(None) };
            let report = diagnostics::Report::of(context, document.file, Some(&document))?;
            seen.changed(document.file, diagnostics::hash(&report.diagnostics));
            Ok(Some(report))
        });
        let report = answer.await?;
        // From here on nothing is waited for: the client gets the answers in the order in which they are noted.
        let named = params.previous_result_id.as_deref();
        let report = match report {
            Some(report) if self.given.is_shown(report.file, report.id, named) => {
                DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                        result_id: report.id.to_string(),
                    },
                    related_documents: None,
                })
            }
            report => DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: report.as_ref().map(|report| report.id.to_string()),
                    items: report.map(|report| report.diagnostics).unwrap_or_default(),
                },
                ..Default::default()
            }),
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    /// Answers what is wrong in all files, in parts where the client takes them.
    pub(crate) async fn pull_all(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let (sender, mut found) = mpsc::unbounded_channel();
        let answer = self.ask(Class::Slow, Overtaken::Retrigger, move |context| diagnostics::all(context, &sender));
        let (mut named, mut gone) = (HashMap::new(), HashMap::new());
        for PreviousResultId { uri, value } in params.previous_result_ids {
            named.insert(from_proto::path(&uri), value);
            gone.insert(from_proto::path(&uri), uri);
        }
        let parts = params.partial_result_params.partial_result_token;
        let work = self.progress.begin(params.work_done_progress_params.work_done_token, "Checking specs");
        let mut left = Vec::new();
        while let Some(batch) = found.recv().await {
            batch.reports.iter().for_each(|found| drop(gone.remove(found.path())));
            left.extend(batch.reports);
            work.report(batch.done, batch.total);
            if let Some(token) = &parts {
                let ids: Vec<_> = left.iter().map(|found| (found.report.file, found.report.id)).collect();
                let items = left.drain(..).map(|found| self.given.workspace_report(found, &named)).collect();
                self.progress.part(token, &WorkspaceDiagnosticReport { items }).await;
                // A document that was asked about meanwhile may have had its answer before this part.
                ids.into_iter().for_each(|(file, id)| self.given.note(file, id));
            }
        }
        let answer = answer.await;
        work.end().await;
        answer?;
        let reports = left.into_iter().map(|found| self.given.workspace_report(found, &named));
        // What the client still shows of files that are no longer there.
        let cleared = gone.into_values().map(|uri| {
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version: None,
                full_document_diagnostic_report: Default::default(),
            })
        });
        let items = reports.chain(cleared).collect();
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }
}
