// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QMenu;
class QSpinBox;
class QToolButton;

namespace r2cache {

/// What of a config is to be cached, and in which order: the options of process-config as controls
/// in two lines, and one more for an order of one's own.
class PrepareOptions : public QWidget
{
    Q_OBJECT

public:
    explicit PrepareOptions(QWidget *parent = nullptr);

    /// As REST takes them; what is as usual is left out.
    [[nodiscard]] QJsonObject options() const;

Q_SIGNALS:
    /// Somebody has changed them and has paused a moment.
    void changed(const QJsonObject &options);

private:
    void makeQualityMenu();
    void showQualities();

    QCheckBox *m_skip;
    QSpinBox *m_largest;
    QToolButton *m_quality;
    QMenu *m_qualities;
    QComboBox *m_first;
    QLineEdit *m_favourites; ///< Patterns, shown while these come first.
    QWidget *m_favouritesLine;
    QLineEdit *m_include;
    QLineEdit *m_exclude;
    QTimer m_pause;
};

} // namespace r2cache
