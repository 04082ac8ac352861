// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace r2cache {

/// Where one types what to look for: Escape and a button empty it.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    /// @param text  what is sought, as a hint in the field and as its accessible name.
    explicit SearchField(const QString &text, QWidget *parent = nullptr);

    /// Puts the cursor here, ready to type something else.
    void take();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace r2cache
