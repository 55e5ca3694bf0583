internal import ArgumentParser
internal import Glibc
internal import Linux
internal import Login

/// `postern authorized-keys`: what sshd's `AuthorizedKeysCommand` asks for.
struct AuthorizedKeysCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "authorized-keys", abstract: "Print the line of one key, for sshd's AuthorizedKeysCommand.",
        discussion: Help.text(
            """
            It finds the key in the generated authorized_keys by halving that file, so that a login costs the same \
            whether there are ten clients or ten thousand; where sshd reads the file itself, it reads all of it. A key \
            that nobody has, and a user that is not the gates' one, get no line and the exit status 0. In sshd_config:

              AuthorizedKeysFile none
              AuthorizedKeysCommand /usr/bin/postern authorized-keys %u %t %k
              AuthorizedKeysCommandUser postern
            """, examples: ["postern authorized-keys postern ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI..."]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The user that logs in: sshd's %u.")
    var user: String

    @Argument(help: "The key's type: sshd's %t.")
    var type: String

    @Argument(help: "The key in base64: sshd's %k.")
    var key: String

    func run(in world: World) throws {
        let folder = try configuration.folder()
        guard user == Self.account(of: folder), let login = LoginKey(type: type, base64: key) else { return }
        do throws(SystemCallError) {
            guard let found = try KeyRollSearch(folder.authorizedKeys).find(login.fingerprint) else { return }
            world.print(found.line)
        } catch {
            throw Complaint(error, at: folder.authorizedKeys, hint: "postern policy check --fix writes it anew")
        }
    }

    /// The user of the gates; in a trial, whoever owns the configuration.
    private static func account(of folder: ConfigurationFolder) -> String? {
        if Accounts.inUse(by: folder).gates != nil { return Accounts.gatesName }
        var status = stat()
        guard unsafe stat(folder.path, &status) == 0, let owner = unsafe getpwuid(status.st_uid) else { return nil }
        return unsafe String(cString: owner.pointee.pw_name)
    }
}
