# A page that is made from a table is as the table says. FILE: the page, as it stands in the tree;
# ROOT: the tree; COMMAND: what prints it, words separated by ;.
execute_process(COMMAND ${COMMAND} WORKING_DIRECTORY ${ROOT}
    OUTPUT_VARIABLE printed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${COMMAND} ended with ${status}")
endif()
file(READ ${ROOT}/${FILE} stored)
if(NOT printed STREQUAL stored)
    list(JOIN COMMAND " " words)
    message(FATAL_ERROR "${FILE} is not what it is made from says. Renew it:\n  ${words} > ${FILE}")
endif()
