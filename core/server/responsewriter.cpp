// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/responsewriter.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool hasSoundFiles(const Response &response)
{
    return std::ranges::all_of(response.body, [](const BodyPart &part) {
        if (const auto *feed = std::get_if<std::shared_ptr<ByteFeed>>(&part))
            return *feed != nullptr;
        const auto *window = std::get_if<FileWindow>(&part);
        return !window
            || (window->file && window->file->isOpen() && window->offset >= 0
                && window->length >= 0);
    });
}

} // namespace

void ResponseWriter::beginExchange()
{
    m_headBytes = 0;
    m_sent = 0;
}

void ResponseWriter::addContinue()
{
    const QByteArray interim("HTTP/1.1 100 Continue\r\n\r\n");
    m_headBytes += interim.size();
    m_queue.append(interim);
}

Result<> ResponseWriter::add(Response &response, const ResponseContext &context)
{
    if (!hasSoundFiles(response))
        return failure(
            ErrorCode::Internal, u"An answer has a file that is not open, or no bytes to come."_s);
    const auto head = serializeHead(response, context);
    if (!head)
        return failure(head.error());
    m_headBytes += head->size();
    m_queue.append(*head);
    if (hasBodyOnTheWire(response.status, context.toHead)) {
        for (auto &part : response.body)
            m_queue.append(std::move(part));
    }
    return {};
}

OutputQueue::Written ResponseWriter::writeTo(int socket, qint64 budget)
{
    const auto written = m_queue.writeTo(socket, budget);
    m_sent += written.bytes;
    return written;
}

} // namespace r2cache
