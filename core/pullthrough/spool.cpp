// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/spool.h"

#include "core/proxy/fillarrival.h"

#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

bool SpoolBudget::take(qint64 bytes)
{
    auto left = m_left.load();
    while (left >= bytes) {
        if (m_left.compare_exchange_weak(left, left - bytes))
            return true;
    }
    return false;
}

/// The file and its share of the budget, which goes back with the last reader.
struct Spool::File
{
    File(OpenFile opened, std::shared_ptr<SpoolBudget> shared)
        : open(std::move(opened))
        , budget(std::move(shared))
    { }
    ~File() { budget->give(taken); }
    Q_DISABLE_COPY_MOVE(File)

    [[nodiscard]] Result<> reserve(qint64 bytes)
    {
        if (!budget->take(bytes))
            return failure(
                ErrorCode::CacheFull,
                u"Too many large answers are passed through at once; try again later."_s);
        taken += bytes;
        return {};
    }

    OpenFile open;
    std::shared_ptr<SpoolBudget> budget;
    qint64 taken = 0;
};

namespace {

template<typename File>
FillContentPtr contentOf(const std::shared_ptr<File> &file, qint64 length)
{
    FillContent::Version version;
    version.file = std::shared_ptr<const OpenFile>(file, &file->open);
    version.length = length;
    return std::make_shared<FillContent>(std::move(version), [](qint64) {});
}

} // namespace

Spool::Spool(std::shared_ptr<File> file, qint64 length)
    : m_file(std::move(file))
{
    if (length >= 0)
        m_content = contentOf(m_file, length);
}

Result<std::shared_ptr<Spool>>
Spool::create(const QString &directory, qint64 length, std::shared_ptr<SpoolBudget> budget)
{
    auto opened = OpenFile::open(directory, O_TMPFILE | O_RDWR);
    if (!opened)
        return failure(opened.error());
    auto file = std::make_shared<File>(std::move(*opened), std::move(budget));
    if (length > 0) {
        if (const auto reserved = file->reserve(length); !reserved)
            return failure(reserved.error());
    }
    return std::shared_ptr<Spool>(new Spool(std::move(file), length));
}

Result<> Spool::append(const QByteArray &bytes)
{
    const auto end = m_written + bytes.size();
    if (end > m_file->taken) {
        if (auto reserved = m_file->reserve(end - m_file->taken); !reserved)
            return reserved;
    }
    if (auto written = m_file->open.writeAt(m_written, bytes); !written)
        return written;
    if (m_content)
        m_content->publish({m_written, end});
    m_written = end;
    return {};
}

void Spool::finish()
{
    if (!m_content) {
        m_content = contentOf(m_file, m_written);
        m_content->publish({0, m_written});
    }
    m_content->end();
}

void Spool::fail()
{
    if (m_content)
        m_content->end();
}

qint64 Spool::length() const
{
    return m_content ? m_content->version().length : m_written;
}

FileWindow Spool::window(ByteRange range) const
{
    return {
        m_content->version().file, range.begin, range.length(),
        std::make_shared<FillArrival>(m_content)};
}

} // namespace r2cache
