// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrythumbnail.h"

#include "ui/pages/entrycolumns.h"
#include "ui/servicestate.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int knownPictures = 40;
constexpr int untilStill = 120; ///< ms that a selection stays before its picture is asked for.
constexpr int untilSaid = 600; ///< ms that a picture may take without a word.
constexpr qreal radius = 5;

} // namespace

EntryThumbnail::EntryThumbnail(ServiceState &state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_known(knownPictures)
{
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(untilStill);
    connect(&m_askSoon, &QTimer::timeout, this, &EntryThumbnail::ask);
    m_patience.setSingleShot(true);
    m_patience.setInterval(untilSaid);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        setPicture({}, tr("A picture is being made…"));
    });
}

void EntryThumbnail::show(const EntryInfo &entry)
{
    const QString key = u"%1-%2"_s.arg(entry.id).arg(entry.version);
    if (key == m_key && hasFile(entry))
        return;
    m_id = entry.id;
    m_key = key;
    m_askSoon.stop();
    m_patience.stop();
    if (const auto *known = m_known.object(key)) {
        setPicture(*known, {});
    } else if (hasFile(entry)) {
        setPicture({}, {});
        m_askSoon.start();
    } else {
        m_key.clear();
        setPicture({}, tr("No picture: it is not downloaded"));
    }
}

void EntryThumbnail::ask()
{
    m_patience.start();
    onAnswer(
        this, m_state.client().thumbnail(m_id),
        [this, key = m_key](const Result<QByteArray> &answer) {
            if (key != m_key)
                return;
            m_patience.stop();
            if (!answer) {
                // Asked for again when it is selected again: not each time that anything changes.
                setPicture({}, tr("No picture: %1").arg(answer.error().message));
                return;
            }
            const auto picture = QImage::fromData(*answer);
            if (!picture.isNull())
                m_known.insert(key, new QImage(picture));
            setPicture(picture, picture.isNull() ? tr("No picture") : QString());
        });
}

void EntryThumbnail::setPicture(const QImage &picture, const QString &text)
{
    m_picture = picture;
    m_text = text;
    setAccessibleName(picture.isNull() ? text : tr("A picture of the video"));
    update();
}

QSize EntryThumbnail::sizeHint() const
{
    return {230, heightForWidth(230)};
}

int EntryThumbnail::heightForWidth(int width) const
{
    return width * 9 / 16;
}

void EntryThumbnail::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    const auto theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()), radius, radius);
    painter.fillPath(frame, theme.track);
    if (!m_picture.isNull()) {
        painter.setClipPath(frame);
        QRectF place({}, QSizeF(m_picture.size()).scaled(QSizeF(size()), Qt::KeepAspectRatio));
        place.moveCenter(QRectF(rect()).center());
        painter.drawImage(place, m_picture);
        return;
    }
    if (m_text.isEmpty())
        return; // it is coming
    painter.setPen(theme.dim);
    painter.setFont(captionFont(font()));
    painter.drawText(rect().adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap, m_text);
}

} // namespace r2cache
