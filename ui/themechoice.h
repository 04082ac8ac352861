// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

namespace r2cache {

/// Light, dark, or as the desktop says: applies to the whole application.
class ThemeChoice
{
public:
    enum class Kind
    {
        System,
        Light,
        Dark,
    };

    /// Remembers the desktop's palette: made right after the QApplication.
    ThemeChoice();

    void apply(Kind kind);
    [[nodiscard]] Kind kind() const { return m_kind; }

    /// "system", "light", "dark"; System for any other word.
    [[nodiscard]] static Kind ofWord(const QString &word);
    [[nodiscard]] static QString wordOf(Kind kind);

private:
    bool m_hasDesktopPalette;
    Kind m_kind = Kind::System;
};

} // namespace r2cache
