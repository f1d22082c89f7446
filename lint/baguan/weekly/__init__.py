"""错情周报 and 季度审读: statistics from the ledger, shown as HTML, .docx, .xlsx and JSON."""
