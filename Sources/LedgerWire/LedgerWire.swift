// LedgerWire
