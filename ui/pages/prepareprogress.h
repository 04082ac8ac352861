// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace r2cache {

class Preparation;

/// How far a config is, as a bar and in words.
class PrepareProgress : public QWidget
{
    Q_OBJECT

public:
    explicit PrepareProgress(QWidget *parent = nullptr);

    void show(const Preparation &preparation);

private:
    QProgressBar *m_bar;
    QLabel *m_words;
};

} // namespace r2cache
