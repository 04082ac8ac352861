// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace r2cache {

class PhaseBar;
class StateLight;

/// One report of a render, whole.
class RenderDetails : public QScrollArea
{
    Q_OBJECT

public:
    explicit RenderDetails(QWidget *parent = nullptr);

    /// @param report  as GET /api/cache/renders/:id has it; empty: none is chosen.
    void setReport(const QJsonObject &report);
    [[nodiscard]] const QJsonObject &report() const { return m_report; }

Q_SIGNALS:
    void copyWanted();

private:
    void showNumbers();
    void showFallbacks();

    QJsonObject m_report;
    QWidget *m_content;
    QLabel *m_name;
    StateLight *m_light;
    QLabel *m_error;
    PhaseBar *m_phases;
    QGridLayout *m_numbers;
    QLabel *m_fallbacksTitle;
    QVBoxLayout *m_fallbacks;
};

} // namespace r2cache
