"""How a worn device sits, solved from what it measured: one module a place."""
