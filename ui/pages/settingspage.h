// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/pages/settingslist.h"
#include "ui/windowparts.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace r2cache {

class SearchField;

/// All settings, where each comes from, and how to change it. Changes are collected and applied
/// together, all or none: some are right only together.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    /// @param parts  changeSettings and ownsService: how local settings are changed, if at all.
    /// @param preferences  of the window itself.
    SettingsPage(ServiceState &state, const WindowParts &parts, WindowPreferences preferences);

    void refresh() override;
    /// How many settings are changed but neither applied nor discarded.
    [[nodiscard]] int unsaved() const;
    bool focusSearch() override;
    /// @param item  a setting's name.
    void reveal(const QString &item) override;

    [[nodiscard]] SettingLine *line(Key key) const { return m_list->line(key); }

private:
    [[nodiscard]] QLayout *makeTools();
    void showSettings(const QJsonObject &settings);
    void showMatching();
    void takeChange();
    void showChanges();
    void apply();
    void applyThroughStore(const QList<SettingLine *> &lines);
    void applyOverRest(const QList<SettingLine *> &lines);
    void finish(const QList<SettingLine *> &lines);
    void showRefusal(const QList<SettingLine *> &lines, const Error &error);
    void discard();
    [[nodiscard]] bool ownsService() const;

    std::function<QFuture<Result<>>(WindowParts::SettingChanges)> m_change;
    std::function<bool()> m_owns;
    SearchField *m_search;
    QCheckBox *m_onlyChanged;
    QPushButton *m_discard;
    QPushButton *m_apply;
    QLabel *m_problem;
    SettingsList *m_list;
    bool m_isApplying = false;
};

} // namespace r2cache
