// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/notelist.h"

#include "ui/theme.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 8; ///< Above and below a row.
constexpr int wordWidth = 84; ///< The column of lights with words.

QLabel *makeText(QLabel *label)
{
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

class NoteList::Row : public QWidget
{
public:
    explicit Row(NoteList &list)
        : m_list(list)
        , m_light(new StateLight)
        , m_title(makeText(new QLabel))
        , m_details(makeText(makeCaption()))
        , m_buttons(new QHBoxLayout)
    {
        auto *texts = new QVBoxLayout;
        texts->setSpacing(2);
        texts->addWidget(m_title);
        texts->addWidget(m_details);
        texts->addStretch();
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, margin, 0, margin);
        row->setSpacing(8);
        row->addWidget(m_light, 0, Qt::AlignTop);
        row->addLayout(texts, 1);
        m_buttons->setSpacing(6);
        row->addLayout(m_buttons);
        row->setAlignment(m_buttons, Qt::AlignVCenter);
    }

    void setNote(const Note &note, bool isFirst)
    {
        m_isFirst = isFirst;
        m_light->setState(note.state, note.word, m_list.m_areWordsShown);
        if (m_list.m_areWordsShown)
            m_light->setFixedWidth(std::max(wordWidth, m_light->sizeHint().width()));
        m_title->setText(note.title);
        m_details->setText(note.details.join(u'\n'));
        m_details->setVisible(!note.details.isEmpty());
        setAccessibleName(note.title);
        setAccessibleDescription(note.word + u". "_s + note.details.join(u' '));
        if (note.actions != m_note.actions || note.key != m_note.key)
            makeButtons(note);
        m_note = note;
        update();
    }

    void setActionsEnabled(bool enabled)
    {
        for (auto *button : findChildren<QPushButton *>())
            button->setEnabled(enabled);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Q_UNUSED(event)
        if (m_isFirst)
            return;
        QPainter painter(this);
        painter.fillRect(0, 0, width(), 1, Theme::current().line);
    }

private:
    void makeButtons(const Note &note)
    {
        while (const std::unique_ptr<QLayoutItem> item{m_buttons->takeAt(0)}) {
            item->widget()->hide();
            item->widget()->setParent(nullptr);
            item->widget()->deleteLater();
        }
        for (const auto &action : note.actions) {
            auto *button = new QPushButton(action.text, this);
            button->setAccessibleDescription(note.title);
            button->setEnabled(m_list.m_areActionsEnabled);
            connect(button, &QPushButton::clicked, this, [this, id = action.id] {
                Q_EMIT m_list.actionChosen(m_note.key, id);
            });
            m_buttons->addWidget(button);
        }
    }

    NoteList &m_list;
    Note m_note;
    bool m_isFirst = true;
    StateLight *m_light;
    QLabel *m_title;
    QLabel *m_details;
    QHBoxLayout *m_buttons;
};

NoteList::NoteList(bool areWordsShown, QWidget *parent)
    : QWidget(parent)
    , m_areWordsShown(areWordsShown)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void NoteList::setNotes(const QList<Note> &notes)
{
    if (notes == m_notes)
        return;
    m_notes = notes;
    while (m_rows.size() > notes.size()) {
        auto *row = m_rows.takeLast();
        row->hide();
        row->deleteLater();
    }
    while (m_rows.size() < notes.size()) {
        m_rows.append(new Row(*this));
        m_column->addWidget(m_rows.constLast());
    }
    for (qsizetype i = 0; i < notes.size(); ++i)
        m_rows[i]->setNote(notes[i], i == 0);
}

void NoteList::setActionsEnabled(bool enabled)
{
    m_areActionsEnabled = enabled;
    for (auto *row : std::as_const(m_rows))
        row->setActionsEnabled(enabled);
}

} // namespace r2cache
