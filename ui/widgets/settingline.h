// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingtable.h"

#include <QJsonObject>
#include <QWidget>

#include <optional>

class QBoxLayout;
class QLabel;
class QToolButton;

namespace r2cache {

class SettingEditor;

/// One setting of the page: what it is, its value, where that comes from and when another one
/// counts. Holds a change until it is applied.
class SettingLine : public QWidget
{
    Q_OBJECT

public:
    /// @param row  of settingTable().
    explicit SettingLine(const SettingRow &row);

    [[nodiscard]] const SettingRow &row() const { return m_row; }
    [[nodiscard]] SettingEditor *editor() const { return m_editor; }

    /// Takes what GET /api/cache/settings says of it; a change that was not applied stays.
    /// @param localAllowed  whether settings of Scope::Local can be changed from here.
    void setSetting(const QJsonObject &setting, bool localAllowed);

    [[nodiscard]] bool isChanged() const;
    /// The new value as one would write it in `.env`; nothing: what was saved is forgotten.
    [[nodiscard]] std::optional<QString> change() const;
    /// Shows the value in force again.
    void discard();
    /// The change is saved now: no more one of ours.
    void applied();

    /// What is wrong with the change, beside the field; empty: nothing.
    void setProblem(const QString &problem);
    /// Whether the change is right by itself: in place of what the service said of it before.
    void check();
    [[nodiscard]] QString problem() const;
    /// The saved value counts only after a restart.
    void setWaitsForRestart(bool waits);

    /// Whether @p words, in lower case, all are part of its name, title or help.
    [[nodiscard]] bool matches(const QStringList &words) const;
    [[nodiscard]] bool isDefault() const { return m_origin == u"default"; }
    [[nodiscard]] bool isEditable() const { return m_isEditable; }
    [[nodiscard]] QString originShown() const;

Q_SIGNALS:
    void changed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QBoxLayout *makeTexts();
    [[nodiscard]] QBoxLayout *makeField();
    void showName();
    void takeEdit();
    void reset();
    void showOrigin();

    const SettingRow &m_row;
    SettingEditor *m_editor;
    QLabel *m_title;
    QLabel *m_name;
    QLabel *m_help;
    QLabel *m_caption;
    QLabel *m_problem;
    QToolButton *m_reset;
    QJsonObject m_setting;
    QString m_origin; ///< The API's word.
    QString m_text; ///< Of the value in force.
    QString m_sought; ///< Lower case.
    bool m_isReset = false; ///< The change is to forget what is saved.
    bool m_isEditable = false; ///< Nor before the service has said anything.
    bool m_localAllowed = false;
    bool m_waits = false;
};

} // namespace r2cache
