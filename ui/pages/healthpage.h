// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;
class QPushButton;

namespace r2cache {

class HealthFixes;
class NoteList;
class StateFigure;

/// What was checked, what was found, and what to do about it.
class HealthPage : public Page
{
    Q_OBJECT

public:
    explicit HealthPage(ServiceState &state);

    void refresh() override;

private:
    void show();
    void showCheckedAt();
    void fetchSettings();
    void checkAgain();
    void readThroughProxy();
    void sayReadThrough(const QString &name, const Result<QJsonObject> &answer);
    void act(const QString &action);
    void endCheck(const QString &sentence);

    qint64 m_minFreeBytes = -1;
    QDateTime m_checkedAt;
    std::optional<HealthInfo> m_health; ///< Newer than the state's.
    QString m_readThrough;
    bool m_isChecking = false;

    HealthFixes *m_fixes;
    StateFigure *m_figure;
    QLabel *m_text;
    QPushButton *m_again;
    NoteList *m_checks;
};

} // namespace r2cache
