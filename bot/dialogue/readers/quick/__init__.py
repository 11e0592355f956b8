"""Quick entry: a sentence cut into spans, each given to the reader of its kind; what no reader takes is
left alone."""
