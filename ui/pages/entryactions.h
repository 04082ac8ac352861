// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/entrybatch.h"

#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace r2cache {

class EntryModel;
class EntrySelection;
class ServiceState;

/// What can be done with the selected entries: the same actions are the details' buttons, the
/// context menu and the keys.
class EntryActions : public QObject
{
    Q_OBJECT

public:
    /// @param table  whose keys they are, while it or what is in it has the focus; also the
    /// dialogs' parent. All outlive it.
    EntryActions(
        ServiceState &state, const EntryModel &model, EntrySelection &selection, QWidget *table);

    [[nodiscard]] QAction *play() const { return m_play; }
    [[nodiscard]] QAction *copyLocal() const { return m_copyLocal; }
    [[nodiscard]] QAction *copyOriginal() const { return m_copyOriginal; }
    [[nodiscard]] QAction *pin() const { return m_pin; }
    [[nodiscard]] QAction *unpin() const { return m_unpin; }
    [[nodiscard]] QAction *verify() const { return m_verify; }
    [[nodiscard]] QAction *tags() const { return m_tags; }
    [[nodiscard]] QAction *openFolder() const { return m_openFolder; }
    [[nodiscard]] QAction *remove() const { return m_remove; }
    void fillMenu(QMenu *menu) const;

Q_SIGNALS:
    /// What was done or went wrong, as a sentence.
    void said(const QString &sentence);
    /// Entries are others by now.
    void done();

private:
    [[nodiscard]] QAction *make(
        const QString &icon, const QString &text, const QKeySequence &key,
        void (EntryActions::*act)());
    void enable();
    void playIt();
    void copyLocalUrls();
    void copyOriginalUrls();
    void copy(const QStringList &urls);
    void pinAll();
    void unpinAll();
    void verifyAll();
    void askTags();
    void setTags(const QStringList &tags);
    void openItsFolder();
    void askRemove();
    void removeAll();
    /// @param done  gets what was done unless it failed, which has been said.
    void
    run(const QString &action, const QJsonObject &options,
        std::function<void(const BatchResult &)> done);

    ServiceState &m_state;
    const EntryModel &m_model;
    EntrySelection &m_selection;
    QWidget *m_table;
    QAction *m_play;
    QAction *m_copyLocal;
    QAction *m_copyOriginal;
    QAction *m_pin;
    QAction *m_unpin;
    QAction *m_verify;
    QAction *m_tags;
    QAction *m_openFolder;
    QAction *m_remove;
    bool m_isBusy = false;
};

} // namespace r2cache
