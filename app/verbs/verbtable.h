// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <span>
#include <vector>

namespace r2cache {

/// Every verb there is; verbTable() has a row for each, runVerb() a case.
enum class Verb
{
    Prepare,
    Render,
    Add,
    Ls,
    Show,
    Rm,
    Pin,
    Unpin,
    Verify,
    Analyze,
    Validate,
    Clear,
    Optimize,
    Stats,
    Status,
    Health,
    Renders,
    Config,
    Token,
    Doctor,
    Completion,
    Manual,
};

/// What a value is, as far as a shell can help with it.
enum class ValueKind
{
    Text,
    File,
    Choice, ///< One of the words in choices.
    Setting, ///< "NAME=VALUE" of a setting; of arguments: one of choices, then names of settings.
};

/// One option of a verb, or of the program. The texts are ASCII.
struct OptionRow
{
    const char *name = ""; ///< Without dashes.
    char letter = 0; ///< Of its short form; 0: none.
    const char *value = ""; ///< What stands for its value, "FILE"; empty: it takes none.
    const char *help = ""; ///< One sentence without a full stop.
    ValueKind kind = ValueKind::Text;
    const char *choices = ""; ///< Of a Choice: words separated by a blank.
    bool isRepeated = false; ///< May be given several times.

    [[nodiscard]] bool takesValue() const { return value[0] != '\0'; }
};

/// What the program's exit code means.
struct ExitCodeRow
{
    int code = 0;
    const char *text = "";
};

/// One verb. The texts are ASCII.
struct VerbRow
{
    Verb verb = Verb::Status;
    const char *name = "";
    const char *arguments = ""; ///< As a synopsis shows them: "ID|URL…" with "..." for more.
    int minArguments = 0;
    int maxArguments = 0; ///< -1: any number.
    ValueKind argumentKind = ValueKind::Text;
    const char *choices = ""; ///< Of arguments that are a Choice.
    const char *summary = ""; ///< One line without a full stop.
    const char *description = ""; ///< Paragraphs, separated by an empty line.
    std::span<const OptionRow> options{};
    const char *examples = ""; ///< Command lines, one a line.
    /// Of this verb, beside 0 to 3 or in their place; without a text: it has not that one.
    std::span<const ExitCodeRow> exitCodes{};
    bool isHidden = false; ///< Not for people: left out of lists.
    bool isOfThisMachine = false; ///< Looks at nothing else: takes no --connect.
};

/// THE table: parsing, --help, completions and the manual page are made from it.
[[nodiscard]] std::span<const VerbRow> verbTable();
/// Null for a name that is none.
[[nodiscard]] const VerbRow *verbNamed(QStringView name);

/// " (did you mean ls?)" for "list", "lss": to go on with a sentence; empty if nothing is near.
[[nodiscard]] QString verbLike(const QString &name);

/// Options that every verb takes beside its own, but for what VerbRow rules out.
[[nodiscard]] std::span<const OptionRow> commonOptions();
/// All that @p row takes: its own, then the common ones.
[[nodiscard]] std::vector<OptionRow> optionsOf(const VerbRow &row);
/// Options of the program without a verb, and those that say where settings come from.
[[nodiscard]] std::span<const OptionRow> programOptions();

[[nodiscard]] std::span<const ExitCodeRow> exitCodeTable();

} // namespace r2cache
