// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace r2cache {

/// The window's colours: roles of the desktop's palette, and shades mixed of them where it has
/// none. Text has a contrast of 4.5 : 1 at least to what it stands on. A value.
struct Theme
{
    bool isDark = false;
    QColor page; ///< Behind the cards.
    QColor panel; ///< Bars and the navigation.
    QColor card;
    QColor field; ///< Of inputs.
    QColor line; ///< One pixel around cards, between rows.
    QColor text;
    QColor dim; ///< Captions, units, what is less important.
    QColor accent; ///< Action and selection: the palette's Highlight.
    QColor onAccent; ///< Text on accent.
    QColor accentText; ///< Accent that can be read as text on page, panel, card and tint.
    QColor tint; ///< Behind what is selected.
    QColor hover;
    QColor track; ///< The empty part of a bar.
    QColor reserved; ///< A bar's part that is spoken for.
    QColor good; ///< State, beside a shape and a word.
    QColor warning;
    QColor bad;

    [[nodiscard]] static Theme of(const QPalette &palette);
    /// Of the application's palette as it is now; costs next to nothing: call it where one paints.
    /// GUI thread.
    [[nodiscard]] static Theme current();
};

/// WCAG 2.1 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

/// @p share (0 to 1) of @p b in @p a.
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, double share);

/// Palettes of our own, for who wants it light or dark whatever the desktop says.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

// Three sizes of text; the one between is the font as it is.
[[nodiscard]] QFont captionFont(const QFont &font);
[[nodiscard]] QFont figureFont(const QFont &font);

/// The style sheet of the window and its dialogs. Widgets are told apart by class and by the
/// dynamic property "role": see ui/README.md.
[[nodiscard]] QString styleSheet(const Theme &theme);

} // namespace r2cache
