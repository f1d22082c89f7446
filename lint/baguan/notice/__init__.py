"""退文单: the notice that returns a document, with reasons, clauses, faults and the date to resubmit."""
