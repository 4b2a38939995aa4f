"""Tables of a document: which numbers stand under which titles."""
