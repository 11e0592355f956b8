"""What leaves the chat as a document: the paragraphs for the tender documents, the sheet for bidders."""
