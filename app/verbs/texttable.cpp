// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/texttable.h"

#include "app/verbs/humantext.h"

#include <algorithm>
#include <limits>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype gap = 2;
constexpr qsizetype leastShrunk = 16;
constexpr qsizetype tellingWidth = 24; ///< Of what may shrink, before columns go for it.

std::vector<qsizetype> widthsOf(
    const std::vector<TextColumn> &columns, const QList<QStringList> &rows, int width,
    bool withHeads)
{
    std::vector<qsizetype> widths;
    qsizetype total = 0;
    for (size_t i = 0; i < columns.size(); ++i) {
        auto own = std::max(columns[i].minimum, withHeads ? columns[i].head.size() : 0);
        for (const auto &row : rows)
            own = std::max(own, row.value(static_cast<qsizetype>(i)).size());
        widths.push_back(own);
        total += own + (i > 0 ? gap : 0);
    }
    for (size_t i = 0; width > 0 && i < columns.size(); ++i) {
        if (!columns[i].mayShrink || total <= width)
            continue;
        const auto shrunk = std::max(std::min(leastShrunk, widths[i]), widths[i] - (total - width));
        total -= widths[i] - shrunk;
        widths[i] = shrunk;
    }
    return widths;
}

bool isEmpty(const QList<QStringList> &rows, qsizetype column)
{
    return std::ranges::all_of(rows, [column](const QStringList &row) {
        const auto cell = row.value(column);
        return cell.isEmpty() || cell == u"0";
    });
}

/// Of a line in which what may shrink is as short as it tells something.
qsizetype neededWidth(const std::vector<TextColumn> &columns, const QList<QStringList> &rows)
{
    const auto widths = widthsOf(columns, rows, 0, true);
    qsizetype needed = 0;
    for (size_t i = 0; i < columns.size(); ++i) {
        needed += (columns[i].mayShrink ? std::min(widths[i], tellingWidth) : widths[i])
            + (i > 0 ? gap : 0);
    }
    return needed;
}

/// @p columns and @p rows without those columns.
void leaveOut(std::vector<TextColumn> &columns, QList<QStringList> &rows, const QStringList &hidden)
{
    for (size_t i = columns.size(); i-- > 0;) {
        if (!hidden.contains(columns[i].head))
            continue;
        columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(i));
        for (auto &row : rows) {
            if (static_cast<qsizetype>(i) < row.size())
                row.removeAt(static_cast<qsizetype>(i));
        }
    }
}

QString lineOf(
    const std::vector<TextColumn> &columns, const QStringList &cells,
    const std::vector<qsizetype> &widths, int width)
{
    QString line;
    for (size_t i = 0; i < columns.size(); ++i) {
        auto cell = harmless(cells.value(static_cast<qsizetype>(i)));
        if (columns[i].mayShrink)
            cell = shortened(cell, widths[i]);
        if (i > 0)
            line += QString(gap, u' ');
        line
            += columns[i].isNumber ? cell.rightJustified(widths[i]) : cell.leftJustified(widths[i]);
    }
    while (line.endsWith(u' '))
        line.chop(1);
    if (width > 0 && line.size() > width)
        line = line.first(width - 1) + u'…';
    return line + u'\n';
}

} // namespace

QStringList superfluousColumns(
    const std::vector<TextColumn> &columns, const QList<QStringList> &rows, int width)
{
    QStringList hidden;
    for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].isOptional && isEmpty(rows, static_cast<qsizetype>(i)))
            hidden.append(columns[i].head);
    }
    auto left = columns;
    auto leftRows = rows;
    leaveOut(left, leftRows, hidden);
    while (width > 0 && neededWidth(left, leftRows) > width) {
        const auto next = std::ranges::min_element(left, {}, [](const TextColumn &column) {
            return column.leaves > 0 ? column.leaves : std::numeric_limits<int>::max();
        });
        if (next == left.end() || next->leaves == 0)
            break;
        hidden.append(next->head);
        leaveOut(left, leftRows, {next->head});
    }
    return hidden;
}

QString textTable(
    const std::vector<TextColumn> &allColumns, const QList<QStringList> &allRows, int width,
    bool withHeads, const QStringList &hidden)
{
    auto columns = allColumns;
    auto rows = allRows;
    leaveOut(columns, rows, hidden);
    const auto widths = widthsOf(columns, rows, width, withHeads);
    QString text;
    if (withHeads) {
        QStringList heads;
        for (const auto &column : columns)
            heads.append(column.head);
        text += lineOf(columns, heads, widths, width);
    }
    for (const auto &row : rows)
        text += lineOf(columns, row, widths, width);
    return text;
}

QString factLines(const QList<std::pair<QString, QString>> &facts)
{
    qsizetype nameWidth = 0;
    for (const auto &[name, value] : facts)
        nameWidth = std::max(nameWidth, value.isEmpty() ? 0 : name.size() + 1);
    QString text;
    for (const auto &[name, value] : facts) {
        if (!value.isEmpty())
            text += QString(name + u':').leftJustified(nameWidth + gap) + harmless(value) + u'\n';
    }
    return text;
}

QString wrapped(const QString &text, int width, const QString &indent)
{
    QString lines;
    QString line;
    for (const auto words = text.split(u' ', Qt::SkipEmptyParts); const auto &word : words) {
        if (!line.isEmpty() && width > 0 && indent.size() + line.size() + 1 + word.size() > width) {
            lines += indent + line + u'\n';
            line.clear();
        }
        line += (line.isEmpty() ? QString() : u" "_s) + word;
    }
    return lines + indent + line;
}

QString shortened(const QString &text, qsizetype width)
{
    if (text.size() <= width || width < 3)
        return text;
    // The end of a URL tells videos apart better than its beginning, and its file's name best.
    const auto name = text.size() - 1 - text.lastIndexOf(u'/');
    const auto usual = (width - 1) / 3;
    const auto front = name < width - 1 ? std::min(usual, width - 2 - name) : usual;
    return QString(text.first(front) + u'…' + text.last(width - 1 - front));
}

} // namespace r2cache
