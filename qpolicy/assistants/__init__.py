"""The knowledge base for AI assistants, by the Model Context Protocol: tools that only read, each answer with its citation."""
