internal import Calendar
internal import Policy
internal import Restic

// The words of the policy: units, names, places, networks and times.

extension Form where Value == ByteCount {
    static var size: Form {
        text("a size", hint: "write for example \"500GB\"; units: B KB MB GB TB KiB MiB GiB TiB") {
            ByteCount(size: $0)
        }
    }
}

extension Form where Value == Duration {
    static var span: Form {
        text("a duration", hint: "write for example \"14d\"; units: s m h d w") { Duration(span: $0) }
    }
}

extension Form where Value == Int {
    /// `20%` as 20.
    static var percent: Form {
        text("a percentage", hint: "write for example \"20%\", from 0% to 100%") { text in
            guard text.last == "%", (2...4).contains(text.utf8.count),
                text.dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            return Int(text.dropLast()).flatMap { $0 <= 100 ? $0 : nil }
        }
    }
}

extension Form where Value == Name {
    static var name: Form {
        text("a name", hint: "a name is [a-z0-9][a-z0-9._-]*, at most 63 characters") { Name($0) }
    }
}

extension Form where Value == SecretReference {
    static var secret: Form {
        text("a secret's name", hint: "write \"secret:NAME\"; the secret itself never stands in a policy") {
            SecretReference($0)
        }
    }
}

extension Form where Value == Network {
    static var network: Form {
        text("a network", hint: "write for example \"10.1.0.0/16\"; the bits behind the prefix are zero") {
            Network($0)
        }
    }
}

extension Form where Value == Hours {
    static var hours: Form {
        text("a part of the day", hint: "write for example \"22:00-06:00\"") { Hours($0) }
    }
}

extension Form where Value == Day {
    /// `2027-01-31`, with quotes or without.
    static var day: Form {
        let quoted = Form.text("a day", hint: "write for example 2027-01-31") { Day($0) }
        return Form { (entry) throws(Complaints) in
            guard case .date(let year, let month, let day) = entry.value else { return try quoted.read(entry) }
            guard let day = Day(year: year, month: month, day: day) else {
                throw entry.complaint("this day is out of range", hint: "write a day from 1970 to 9999")
            }
            return day
        }
    }
}

extension Form where Value == CalendarExpression {
    static var calendar: Form {
        text("a schedule", hint: "write hourly, daily, weekly, monthly, or for example \"Mon..Fri 03:30\"") {
            CalendarExpression($0)
        }
    }
}

extension Form where Value == TagSet {
    static var tags: Form {
        text("a tag", hint: "write for example \"keep\", or \"legal,signed\" for what carries both") { TagSet($0) }
    }
}
