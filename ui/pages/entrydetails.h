// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/entryinfo.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPushButton;

namespace r2cache {

class EntryActions;
class EntrySelection;
class EntryThumbnail;
class ServiceState;

/// What is known of the selected entry, and what can be done with it; of several their sum.
class EntryDetails : public QFrame
{
    Q_OBJECT

public:
    EntryDetails(
        ServiceState &state, const EntrySelection &selection, const EntryActions &actions,
        QWidget *parent = nullptr);

    /// What a line says; empty: it is not there.
    [[nodiscard]] QString valueOf(const QString &caption) const;
    [[nodiscard]] const EntryThumbnail *thumbnail() const { return m_thumbnail; }

Q_SIGNALS:
    /// The way to where a download is seen to.
    void downloadsWanted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *makeButtons(const EntryActions &actions);
    void show();
    void showOne(const EntryInfo &entry);
    void showSeveral();
    [[nodiscard]] QString heldBy(const EntryInfo &entry) const;
    void beginLines();
    void addLine(const QString &caption, const QString &value, const QString &role = {});
    void endLines();

    ServiceState &m_state;
    const EntrySelection &m_selection;
    EntryThumbnail *m_thumbnail;
    QLabel *m_hint;
    QGridLayout *m_lines;
    QList<std::pair<QLabel *, QLabel *>> m_labels; ///< Captions and values, as many as ever needed.
    qsizetype m_used = 0;
    QWidget *m_buttons;
    QPushButton *m_downloads;
};

} // namespace r2cache
