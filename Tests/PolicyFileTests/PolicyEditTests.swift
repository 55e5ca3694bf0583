import Policy
import PolicyFile
import Testing

@Suite("An edit of one key") struct PolicyEditTests {
    private func edited(_ text: String, _ edit: PolicyEdit) throws -> String {
        try edit.applied(to: text, file: "x.toml")
    }

    @Test("puts a new key behind the others, and leaves the rest as it is")
    func appends() throws {
        #expect(try edited("", .isDisabled(true)) == "disabled = true\n")
        #expect(try edited("# c\nrepos = [] # d", .isDisabled(true)) == "# c\nrepos = [] # d\ndisabled = true\n")
    }

    @Test("puts a new key before the first table and its comment")
    func beforeTables() throws {
        let secret = try #require(SecretReference("secret:web1"))
        let text = "at = \"main:x\"\n\n# what is kept\n[keep]\ndaily = 7\n[schedule]\nprune = \"daily\"\n"
        let expected =
            "at = \"main:x\"\n\npassword = \"secret:web1\"\n\n# what is kept\n[keep]\ndaily = 7\n[schedule]\nprune = \"daily\"\n"
        #expect(try edited(text, .password(secret)) == expected)
    }

    @Test("replaces a key where it stands, also between CRLF")
    func replaces() throws {
        #expect(
            try edited("disabled = true\nread = \"none\"\n", .isDisabled(false))
                == "disabled = false\nread = \"none\"\n")
        let windows = try edited("read = \"none\"\r\ndisabled = true\r\ncreate = true\r\n", .isDisabled(false))
        #expect(
            windows.unicodeScalars.elementsEqual(
                "read = \"none\"\r\ndisabled = false\ncreate = true\r\n".unicodeScalars))
        #expect(try edited("key = \"0a\"\n", .key("0b")) == "key = \"0b\"\n")
    }

    @Test("fails rather than writes a file that means something else")
    func refuses() throws {
        for text in [
            "]", "disabled.x = 1\ndisabled.y = 1\n", "disabled = [\n  1,\n]\n", "disabled = {\n}\n",
            "disabled = '''\nread = 1 #'''\n",
        ] {
            #expect(throws: PolicyFileError.self) { try edited(text, .isDisabled(true)) }
        }
    }
}
