// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/themechoice.h"

#include "ui/theme.h"

#include <QApplication>
#include <QStyle>

namespace r2cache {

using namespace Qt::StringLiterals;

ThemeChoice::ThemeChoice()
{
    // Fusion paints from the palette alone and looks the same everywhere; the style sheet, too, is
    // made for it. Where no desktop has set a palette, Fusion's own grey one is there.
    QApplication::setStyle(u"Fusion"_s);
    m_hasDesktopPalette = QApplication::palette().color(QPalette::Window)
            != QApplication::style()->standardPalette().color(QPalette::Window)
        || QApplication::palette().color(QPalette::Highlight)
            != QApplication::style()->standardPalette().color(QPalette::Highlight);
    apply(Kind::System);
}

void ThemeChoice::apply(Kind kind)
{
    m_kind = kind;
    if (kind == Kind::Dark)
        QApplication::setPalette(darkPalette());
    else if (kind == Kind::Light || !m_hasDesktopPalette)
        QApplication::setPalette(lightPalette());
    else
        QApplication::setPalette(QPalette()); // the desktop's, and its changes
}

ThemeChoice::Kind ThemeChoice::ofWord(const QString &word)
{
    if (word == u"dark")
        return Kind::Dark;
    return word == u"light" ? Kind::Light : Kind::System;
}

QString ThemeChoice::wordOf(Kind kind)
{
    switch (kind) {
    case Kind::Light:
        return u"light"_s;
    case Kind::Dark:
        return u"dark"_s;
    case Kind::System:
        break;
    }
    return u"system"_s;
}

} // namespace r2cache
