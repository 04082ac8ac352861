// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace r2cache {

/// Where a verb writes: data to standard output, messages to standard error. Everything goes out
/// before a call returns.
class Console
{
public:
    Console();

    void setJson(bool isJson) { m_isJson = isJson; }
    void setQuiet(bool isQuiet) { m_isQuiet = isQuiet; }
    [[nodiscard]] bool isJson() const { return m_isJson; }
    [[nodiscard]] bool isQuiet() const { return m_isQuiet; }

    /// The answer: @p document with --json, else @p text, which ends its last line.
    void print(const QJsonObject &document, const QString &text);
    /// Exactly @p bytes.
    void write(const QByteArray &bytes);
    /// A sentence beside the answer; nothing with --quiet.
    void say(const QString &sentence);
    /// The same, always: what went wrong, or is lost if nobody hears it.
    void tell(const QString &sentence);
    /// "r2cache add: @p sentence" (@p verb may be empty), always.
    void complain(const QString &verb, const QString &sentence);
    /// Erased and written again in one place, where standard error is a terminal; else nothing.
    void showProgress(const QString &line);

    /// Of a line on standard output, by COLUMNS, else the terminal; 0: no limit.
    [[nodiscard]] int width() const;
    /// Whether somebody could answer a question.
    [[nodiscard]] bool canAsk() const;
    /// Asks on standard error. @return true for "y" or "yes".
    [[nodiscard]] bool ask(const QString &question);
    [[nodiscard]] bool showsProgress() const { return m_showsProgress && !m_isQuiet; }
    [[nodiscard]] int progressWidth() const;

    /// Why standard output did not take everything: Io, or Cancelled where the reader of a pipe has
    /// left.
    [[nodiscard]] const Result<> &outcome() const { return m_outcome; }

private:
    void toStandardError(const QString &text);

    bool m_isJson = false;
    bool m_isQuiet = false;
    bool m_showsProgress = false;
    bool m_progressIsShown = false;
    Result<> m_outcome;
};

} // namespace r2cache
