// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/texttable.h"

#include "app/verbs/humantext.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype gap = 2;
constexpr qsizetype leastShrunk = 16;

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

QString lineOf(
    const std::vector<TextColumn> &columns, const QStringList &cells,
    const std::vector<qsizetype> &widths)
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
    return line + u'\n';
}

} // namespace

QString textTable(
    const std::vector<TextColumn> &columns, const QList<QStringList> &rows, int width,
    bool withHeads)
{
    const auto widths = widthsOf(columns, rows, width, withHeads);
    QString text;
    if (withHeads) {
        QStringList heads;
        for (const auto &column : columns)
            heads.append(column.head);
        text += lineOf(columns, heads, widths);
    }
    for (const auto &row : rows)
        text += lineOf(columns, row, widths);
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
    // The end of a URL tells videos apart better than its beginning.
    const auto front = (width - 1) / 3;
    return QString(text.first(front) + u'…' + text.last(width - 1 - front));
}

} // namespace r2cache
