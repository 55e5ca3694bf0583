struct Growth { init(_ options: Options) throws {} ; func run() throws {} }
