struct Instructions { init(_ options: Options) throws {} ; func run() throws {} }
