// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QGuiApplication>

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr double readableContrast = 4.5;

double luminance(const QColor &colour)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

/// @p colour, mixed with black or white as little as it takes to be read on all of @p grounds.
QColor readable(const QColor &colour, std::initializer_list<QColor> grounds)
{
    double ground = 0;
    for (const auto &one : grounds)
        ground += luminance(one) / static_cast<double>(grounds.size());
    const QColor goal = ground > 0.18 ? Qt::black : Qt::white; // the one that reads better
    for (double share = 0; share < 1; share += 0.04) {
        const auto candidate = mixed(colour, goal, share);
        const bool fits = std::all_of(grounds.begin(), grounds.end(), [&](const QColor &one) {
            return contrast(candidate, one) >= readableContrast;
        });
        if (fits)
            return candidate;
    }
    return goal;
}

QPalette paletteOf(
    const QColor &window, const QColor &base, const QColor &text, const QColor &accent,
    const QColor &onAccent)
{
    QPalette palette;
    const auto dim = mixed(text, window, 0.45);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, mixed(base, window, 0.5));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, base);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Light, mixed(base, Qt::white, 0.3));
    palette.setColor(QPalette::Midlight, mixed(window, base, 0.5));
    palette.setColor(QPalette::Mid, mixed(window, text, 0.25));
    palette.setColor(QPalette::Dark, mixed(window, text, 0.4));
    palette.setColor(QPalette::Shadow, mixed(window, Qt::black, 0.6));
    palette.setColor(QPalette::ToolTipBase, base);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, dim);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, dim);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(window, text, 0.2));
    return palette;
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](float x, float y) {
        return static_cast<float>(x + (y - x) * share);
    };
    return QColor::fromRgbF(
        mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

Theme Theme::of(const QPalette &palette)
{
    Theme theme;
    const auto window = palette.color(QPalette::Active, QPalette::Window);
    const auto base = palette.color(QPalette::Active, QPalette::Base);
    theme.isDark = luminance(window) < 0.18;
    theme.page = window;
    theme.card = base;
    theme.field = base;
    theme.panel = mixed(window, base, 0.65);
    theme.accent = palette.color(QPalette::Active, QPalette::Highlight);
    theme.text = readable(
        palette.color(QPalette::Active, QPalette::WindowText),
        {theme.page, theme.panel, theme.card});
    theme.line = mixed(window, theme.text, theme.isDark ? 0.12 : 0.10);
    theme.tint = mixed(theme.panel, theme.accent, theme.isDark ? 0.30 : 0.13);
    theme.hover = mixed(theme.panel, theme.text, 0.06);
    theme.track = mixed(base, theme.text, theme.isDark ? 0.10 : 0.06);
    theme.reserved = mixed(base, theme.text, 0.35);
    const auto onAll = {theme.page, theme.panel, theme.card, theme.tint};
    theme.dim = readable(mixed(theme.text, window, 0.40), onAll);
    theme.onAccent
        = readable(palette.color(QPalette::Active, QPalette::HighlightedText), {theme.accent});
    theme.accentText = readable(theme.accent, onAll);
    theme.good = readable(QColor(theme.isDark ? 0x3fb27f : 0x1a8754), onAll);
    theme.warning = readable(QColor(theme.isDark ? 0xe0a030 : 0xb7791f), onAll);
    theme.bad = readable(QColor(theme.isDark ? 0xf06a5a : 0xc9372c), onAll);
    return theme;
}

Theme Theme::current()
{
    // Delegates ask for each cell: the mixing is done once a palette.
    static qint64 key = 0;
    static Theme theme;
    const auto palette = QGuiApplication::palette();
    if (std::exchange(key, palette.cacheKey()) != palette.cacheKey())
        theme = of(palette);
    return theme;
}

QPalette lightPalette()
{
    return paletteOf(
        QColor(0xf3f4f6), QColor(0xffffff), QColor(0x1f2328), QColor(0x1f6feb), Qt::white);
}

QPalette darkPalette()
{
    return paletteOf(
        QColor(0x1f2226), QColor(0x2b2f35), QColor(0xe8eaed), QColor(0x1f6feb), Qt::white);
}

QFont captionFont(const QFont &font)
{
    QFont caption = font;
    caption.setPointSizeF(font.pointSizeF() * 0.9);
    return caption;
}

QFont figureFont(const QFont &font)
{
    QFont figure = font;
    figure.setPointSizeF(font.pointSizeF() * 2.0);
    figure.setWeight(QFont::Bold);
    return figure;
}

} // namespace r2cache
