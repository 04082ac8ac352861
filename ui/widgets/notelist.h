// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/statelight.h"

#include <QList>
#include <QStringList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace r2cache {

/// What can be done about a Note: a button.
struct NoteAction
{
    QString id;
    QString text;

    friend bool operator==(const NoteAction &, const NoteAction &) = default;
};

/// One thing and how it is: a light, what it is, what to know about it, what to do.
struct Note
{
    QString key; ///< Whose; not shown.
    State state = State::Unknown;
    QString word; ///< Of the state.
    QString title;
    QStringList details; ///< A dimmer line each.
    QList<NoteAction> actions{};

    friend bool operator==(const Note &, const Note &) = default;
};

/// Notes below each other, lines between. What stays the same stays in place, so that neither the
/// focus nor the eye is lost when something else changes.
class NoteList : public QWidget
{
    Q_OBJECT

public:
    /// @param areWordsShown  beside the light, in a column; else told as its tool tip.
    explicit NoteList(bool areWordsShown, QWidget *parent = nullptr);

    void setNotes(const QList<Note> &notes);
    [[nodiscard]] const QList<Note> &notes() const { return m_notes; }
    /// While something is being done.
    void setActionsEnabled(bool enabled);

Q_SIGNALS:
    void actionChosen(const QString &key, const QString &action);

private:
    class Row;

    bool m_areWordsShown;
    bool m_areActionsEnabled = true;
    QList<Note> m_notes;
    QList<Row *> m_rows;
    QVBoxLayout *m_column;
};

} // namespace r2cache
