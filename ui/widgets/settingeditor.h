// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingtable.h"

#include <QJsonValue>
#include <QWidget>

namespace r2cache {

/// Where one setting's value is seen and changed, by the type of its row: check box, number with
/// unit, choice, text, path with Browse…, hidden text.
class SettingEditor : public QWidget
{
    Q_OBJECT

public:
    /// @param row  outlives it.
    [[nodiscard]] static SettingEditor *make(const SettingRow &row);

    /// Shows a value as GET /api/cache/settings has it, without edited().
    void setValue(const QJsonValue &value);
    /// Shows the table's default, without edited().
    void setToDefault();
    /// What is entered, as one would write it in `.env`.
    [[nodiscard]] virtual QString text() const = 0;
    /// What labels and the focus belong to.
    [[nodiscard]] QWidget *field() const { return focusProxy(); }

Q_SIGNALS:
    void edited();

protected:
    explicit SettingEditor(const SettingRow &row);

    virtual void display(const QJsonValue &value) = 0;
    virtual void displayDefault() = 0;
    /// @p field fills the editor, and is where the focus goes.
    void setField(QWidget *field);
    [[nodiscard]] const SettingRow &row() const { return m_row; }

private:
    const SettingRow &m_row;
};

} // namespace r2cache
