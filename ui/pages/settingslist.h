// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingtable.h"
#include "ui/windowpreferences.h"

#include <QJsonObject>
#include <QMap>
#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace r2cache {

class Card;
class ServiceState;
class SettingLine;
class TokenLine;

/// All settings, a card a group, and those of the window itself, which count at once.
class SettingsList : public QScrollArea
{
    Q_OBJECT

public:
    SettingsList(ServiceState &state, WindowPreferences preferences);

    [[nodiscard]] SettingLine *line(Key key) const { return m_lines.value(key); }
    [[nodiscard]] QList<SettingLine *> changedLines() const;

    /// @param settings  as GET /api/cache/settings has them. @param localAllowed  whether those of
    /// Scope::Local can be changed from here.
    void setSettings(const QJsonObject &settings, bool localAllowed);
    /// Leaves what has all of @p words, in lower case, and where @p onlyChanged is not default.
    void showMatching(const QStringList &words, bool onlyChanged);

Q_SIGNALS:
    void changed();
    void said(const QString &sentence);

private:
    struct Group
    {
        Card *card = nullptr;
        QList<QWidget *> lines;
        QList<QWidget *> separators; ///< The one above each line.
    };

    void addLine(Group &group, QWidget *line);
    void addGroups();
    void addWindowGroup();
    void showOthers(const QJsonObject &settings);
    [[nodiscard]] static bool
    matches(const QWidget *widget, const QStringList &words, bool onlyChanged);

    WindowPreferences m_preferences;
    QMap<Key, SettingLine *> m_lines;
    TokenLine *m_token;
    QList<Group> m_groups;
    QVBoxLayout *m_column;
    Card *m_others;
    QLabel *m_othersText;
    QLabel *m_nothing;
};

} // namespace r2cache
