// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "core/base/compat.h"
#include "ui/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(QString name, QByteArray svg)
        : m_name(std::move(name))
        , m_svg(std::move(svg))
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        Q_UNUSED(state)
        auto svg = m_svg;
        svg.replace("currentColor", colourOf(mode).name().toLatin1());
        QSvgRenderer(svg).render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        const QString key = u"r2cache-icon %1 %2 %3x%4"_s.arg(m_name, colourOf(mode).name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, QRect({}, size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QPixmap
    scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return pixmap(pixelsOfIcon(size, scale), mode, state);
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }

private:
    static QColor colourOf(QIcon::Mode mode)
    {
        const auto theme = Theme::current();
        if (mode == QIcon::Disabled)
            return theme.dim;
        return mode == QIcon::Selected ? theme.accentText : theme.text;
    }

    QString m_name;
    QByteArray m_svg;
};

} // namespace

QIcon themedIcon(const QString &name)
{
    QFile file(u":/icons/"_s + name + u".svg"_s);
    const auto svg = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return QIcon(new ThemedIconEngine(name, svg));
}

QIcon programIcon()
{
    QSvgRenderer renderer(u":/icons/r2cache.svg"_s);
    QIcon icon;
    for (const int size : {16, 32, 48, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace r2cache
