// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <vector>

namespace r2cache {

struct TextColumn
{
    QString head;
    bool isNumber = false; ///< To the right.
    bool mayShrink = false; ///< Shortened in its middle where the line is too short.
    qsizetype minimum = 0; ///< Width, so that pages printed one after another line up.
    int leaves = 0; ///< In which order columns go where a line is too short; 0: it never does.
    bool isOptional = false; ///< Goes, too, where there is nothing in it, or 0 everywhere.
};

/// Rows in aligned columns with a line of heads, each line ended; two blanks between columns, none
/// at the end. Pure.
/// @param width   of a line, in characters; 0: no limit. No line is longer.
/// @param hidden  heads of columns that are left out.
[[nodiscard]] QString textTable(
    const std::vector<TextColumn> &columns, const QList<QStringList> &rows, int width,
    bool withHeads = true, const QStringList &hidden = {});

/// Heads of the columns that these rows do not need, or that keep those that may shrink from being
/// told apart in lines of @p width characters (0: no limit). Pure.
[[nodiscard]] QStringList superfluousColumns(
    const std::vector<TextColumn> &columns, const QList<QStringList> &rows, int width);

/// "Size:  402.0 MB" lines: names, then values in one column. Pairs with an empty value are left
/// out.
[[nodiscard]] QString factLines(const QList<std::pair<QString, QString>> &facts);

/// @p text broken at blanks into lines of at most @p width (0: none), each begun by @p indent;
/// words that are longer stay whole. No line end at the end.
[[nodiscard]] QString wrapped(const QString &text, int width, const QString &indent = {});

/// @p text with its middle left out ("https://pub…/a.mp4") so that it has @p width characters; what
/// stands behind its last slash stays whole where it can.
[[nodiscard]] QString shortened(const QString &text, qsizetype width);

} // namespace r2cache
