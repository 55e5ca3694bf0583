#include "ctoml.h"
#include "depth.hpp"

namespace ctoml {

/// The parser is in a state that its author held to be impossible. It gets there: 3.3 does for "[" at a line's end.
struct broken_assertion {};

[[noreturn]] inline void give_up() { throw broken_assertion{}; }

}  // namespace ctoml

// With NDEBUG the assertions would become assumptions of the optimiser, and so undefined behaviour.
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : ctoml::give_up())
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#define TOML_MAX_NESTED_VALUES CTOML_MAX_DEPTH
#include <toml++/toml.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <vector>

struct ctoml_document {
    toml::table root;
    std::vector<ctoml_node> nodes;
};

namespace {

void complain(ctoml_problem *problem, toml::source_position where, std::string_view message) noexcept {
    problem->line = where.line;
    problem->column = where.column;
    const std::size_t length = std::min(message.size(), sizeof(problem->message) - 1);
    std::memcpy(problem->message, message.data(), length);
    problem->message[length] = 0;
}

ctoml_text borrow(std::string_view text) noexcept { return {text.data(), text.size()}; }

ctoml_node describe(const toml::node &value) noexcept {
    ctoml_node node{};
    node.line = value.source().begin.line;
    node.column = value.source().begin.column;
    if (value.is_table()) {
        node.kind = ctoml_kind_table;
    } else if (value.is_array()) {
        node.kind = ctoml_kind_array;
    } else if (const auto *text = value.as_string()) {
        node.kind = ctoml_kind_text;
        node.text = borrow(text->get());
    } else if (const auto *integer = value.as_integer()) {
        node.kind = ctoml_kind_integer;
        node.integer = integer->get();
    } else if (const auto *real = value.as_floating_point()) {
        node.kind = ctoml_kind_real;
        node.real = real->get();
    } else if (const auto *flag = value.as_boolean()) {
        node.kind = ctoml_kind_flag;
        node.flag = flag->get();
    } else if (const auto *date = value.as_date()) {
        node.kind = ctoml_kind_date;
        node.year = date->get().year;
        node.month = date->get().month;
        node.day = date->get().day;
    } else {
        node.kind = ctoml_kind_time;
    }
    return node;
}

/// Lays the tree out breadth first, so that the children of a node stand side by side.
void flatten(ctoml_document &document) noexcept {
    std::vector<const toml::node *> sources{&document.root};
    document.nodes.push_back(describe(document.root));
    for (std::size_t index = 0; index < sources.size(); ++index) {
        const std::size_t first = sources.size();
        if (const auto *table = sources[index]->as_table()) {
            for (const auto &[key, value] : *table) {
                ctoml_node node = describe(value);
                node.key = borrow(key.str());
                node.key_line = key.source().begin.line;
                node.key_column = key.source().begin.column;
                document.nodes.push_back(node);
                sources.push_back(&value);
            }
        } else if (const auto *array = sources[index]->as_array()) {
            for (const auto &value : *array) {
                document.nodes.push_back(describe(value));
                sources.push_back(&value);
            }
        }
        document.nodes[index].first = first;
        document.nodes[index].count = sources.size() - first;
    }
}

/// Whether the parser can answer at all for the first `lines` lines of `text`.
bool is_answered(std::string_view text, std::uint32_t lines) noexcept {
    std::size_t end = 0;
    while (lines > 0 && end < text.size()) {
        if (text[end++] == '\n') --lines;
    }
    try {
        const toml::parse_result result = toml::parse(text.substr(0, end));
        return true;
    } catch (const ctoml::broken_assertion &) {
        return false;
    }
}

/// The line on which the parser breaks: it breaks on every text that begins with the lines up to that one.
std::uint32_t breaking_line(std::string_view text) noexcept {
    std::uint32_t answered = 0;
    auto broken = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    while (broken - answered > 1) {
        const std::uint32_t middle = answered + (broken - answered) / 2;
        (is_answered(text, middle) ? answered : broken) = middle;
    }
    return broken;
}

/// Parses, or complains.
ctoml_document *parse(std::string_view text, ctoml_problem *problem) {
    toml::parse_result result = toml::parse(text);
    if (!result) {
        complain(problem, result.error().source().begin, result.error().description());
        return nullptr;
    }
    auto *document = new ctoml_document{std::move(result).table(), {}};
    flatten(*document);
    return document;
}

}  // namespace

// Each function is noexcept: where memory runs out the process ends, and no exception reaches C.

extern "C" ctoml_document *ctoml_parse(const char *bytes, size_t length, ctoml_problem *problem) noexcept {
    if (length > CTOML_MAX_BYTES) {
        complain(problem, {1, 1}, "the text is larger than 1 MiB");
        return nullptr;
    }
    const std::string_view text = length > 0 ? std::string_view(bytes, length) : std::string_view();
    if (const std::uint32_t line = ctoml::key_depth_scan(text, CTOML_MAX_DEPTH).run()) {
        complain(problem, {line, 1}, "a key has more than 16 parts");
        return nullptr;
    }
    try {
        return parse(text, problem);
    } catch (const ctoml::broken_assertion &) {
        complain(problem, {breaking_line(text), 1}, "a key, a value or a bracket is missing or misplaced");
        return nullptr;
    }
}

extern "C" const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count) noexcept {
    *count = document->nodes.size();
    return document->nodes.data();
}

extern "C" void ctoml_free(ctoml_document *document) noexcept { delete document; }
