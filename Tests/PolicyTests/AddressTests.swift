import Policy
import Testing

@Suite("Addresses and networks") struct AddressTests {
    @Test(
        "An address has one meaning, however it is written",
        arguments: [
            ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("::ffff:a00:1", "10.0.0.1"),
            ("0:0:0:0:0:ffff:10.0.0.1", "10.0.0.1"), ("2001:DB8::1", "2001:db8:0:0:0:0:0:1"), ("::", "0:0:0:0:0:0:0:0"),
            ("1::", "1:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"), ("fe80::1%eth0", "fe80::1"),
        ])
    func same(left: String, right: String) throws {
        #expect(try #require(Address(left)) == #require(Address(right)))
    }

    @Test(
        "A text of any other form is no address",
        arguments: [
            "", "10", "10.0.0", "10.0.0.1.2", "10.0.0.256", "10.0.0.-1", "10.0.0.+1", "010.0.0.1", "10.0.0.1 ",
            "10.0.0.",
            "0x0a.0.0.1", "10.0.0.\u{0661}", "10.0.0.1%eth0", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::", "::1::", "1::2::3", "12345::", "g::", "-1::", "+1::", "-0::", "1:2:3:4:5:6:7:",
            ":1:2:3:4:5:6:7", "10.0.0.1::", "::10.0.0.1:1", "1.2.3.4:5::", "fe80::1%", "localhost",
            "2001:db8::1/64", "::1\0", String(repeating: "1", count: 100),
        ])
    func none(text: String) {
        #expect(Address(text) == nil)
    }

    @Test(
        "A network is an address and as many bits; those behind them are zero",
        arguments: [
            "0.0.0.0/0", "10.0.0.0/8", "10.128.0.0/9", "10.0.0.1/32", "10.0.0.1", "::/0", "2001:db8::/32", "::1/128",
            "fe80::/10",
        ])
    func networks(text: String) throws {
        #expect(try #require(Network(text)).description == text)
    }

    @Test(
        "A text of any other form is no network",
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/ 8",
            "10.0.0.1/8",
            "10.64.0.0/9", "::/129", "::1/127", "::ffff:10.0.0.0/104", "fe80::%eth0/10", "fe80::1%eth0",
            "10.0.0.0/255.0.0.0", "*",
        ])
    func noNetworks(text: String) {
        #expect(Network(text) == nil)
    }

    @Test("A network of every length holds its first and last address, and not its neighbours", arguments: 0...32)
    func contains(bits: Int) throws {
        let base: UInt32 = 0b1010_1010_1100_1100_1111_0000_0101_0101
        let mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
        let (first, last) = (base & mask, base & mask | ~mask)
        let network = try #require(Network("\(text(first))/\(bits)"))
        #expect(try network.contains(address(first)) && network.contains(address(last)))
        if bits > 0 {
            #expect(try !network.contains(address(first &- 1)))
            #expect(try !network.contains(address(last &+ 1)))
        }
        #expect(try !network.contains(#require(Address("2001:db8::1"))))
        #expect(try network.contains(#require(Address("::ffff:" + text(base)))))
    }

    @Test("A network of IPv6 holds no address of IPv4")
    func families() throws {
        let all = try #require(Network("::/0"))
        #expect(try all.contains(#require(Address("2001:db8::1"))))
        #expect(try !all.contains(#require(Address("10.0.0.1"))))
        let documentation = try #require(Network("2001:db8::/33"))
        #expect(try documentation.contains(#require(Address("2001:db8:7fff::"))))
        #expect(try !documentation.contains(#require(Address("2001:db8:8000::"))))
    }

    private func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xff) }.joined(separator: ".")
    }

    private func address(_ number: UInt32) throws -> Address { try #require(Address(text(number))) }
}
