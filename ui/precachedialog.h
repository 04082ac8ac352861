// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QDialogButtonBox;
class QPlainTextEdit;

namespace r2cache {

/// Asks for the URLs of videos to cache beforehand, one a line.
class PreCacheDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PreCacheDialog(const QStringList &urls, QWidget *parent);

    /// What was entered, without blank lines and repetitions.
    [[nodiscard]] QStringList urls() const;

private:
    void enable();

    QPlainTextEdit *m_urls;
    QDialogButtonBox *m_buttons;
};

} // namespace r2cache
