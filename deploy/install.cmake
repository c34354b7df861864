# What `cmake --install` puts where: the programs, their manual pages and completions, the settings, the systemd unit.
# --component client or relay installs one half.
include(GNUInstallDirs)

# install_program(PROGRAM COMPONENT PAGE…): the program, its pages and completions. The pages are made by deploy/manual.
function(install_program program component)
  install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
  if(NOT HOLDFAST_MANUAL)
    return()
  endif()
  foreach(page ${ARGN})
    string(REGEX REPLACE ".*\\." "" section ${page})
    install(FILES ${HOLDFAST_MANUAL_DIR}/man/${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section}
            COMPONENT ${component})
  endforeach()
  set(completions ${HOLDFAST_MANUAL_DIR}/completions)
  set(share ${CMAKE_INSTALL_DATADIR})
  install(FILES ${completions}/bash/${program} DESTINATION ${share}/bash-completion/completions COMPONENT ${component})
  install(FILES ${completions}/zsh/_${program} DESTINATION ${share}/zsh/vendor-completions COMPONENT ${component})
  install(FILES ${completions}/fish/${program}.fish DESTINATION ${share}/fish/vendor_completions.d
          COMPONENT ${component})
endfunction()

if(HOLDFAST_MANUAL)
  find_program(SCDOC scdoc REQUIRED)
  set(HOLDFAST_MANUAL_DIR ${PROJECT_BINARY_DIR}/manual)
  file(GLOB prose CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/client/manual/*.scd ${PROJECT_SOURCE_DIR}/server/manual/*.scd)
  add_custom_command(
    OUTPUT ${HOLDFAST_MANUAL_DIR}/made
    COMMAND ${PROJECT_SOURCE_DIR}/deploy/manual $<TARGET_FILE_DIR:holdfast> ${HOLDFAST_MANUAL_DIR}
    COMMAND ${CMAKE_COMMAND} -E touch ${HOLDFAST_MANUAL_DIR}/made
    DEPENDS holdfast holdfastd holdfastctl holdfast-outside ${PROJECT_SOURCE_DIR}/deploy/manual ${prose}
    VERBATIM)
  add_custom_target(manual ALL DEPENDS ${HOLDFAST_MANUAL_DIR}/made)
endif()

install_program(holdfast client holdfast.1 holdfast-hours.5)
install_program(holdfastd relay holdfastd.8)
install_program(holdfastctl relay holdfastctl.8)
install_program(holdfast-outside relay holdfast-outside.8)

# The units start the programs from where they were installed.
foreach(unit holdfastd.service holdfastd.socket holdfast-backup.service holdfast-backup.timer holdfast-doctor.service
        holdfast-doctor.timer holdfast-outside.service holdfast-outside.timer)
  file(READ deploy/${unit} text)
  string(REPLACE "/usr/local/bin" "${CMAKE_INSTALL_FULL_BINDIR}" text "${text}")
  string(REPLACE "/usr/local/share" "${CMAKE_INSTALL_FULL_DATADIR}" text "${text}")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/deploy/${unit} CONTENT "${text}" @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/generated/deploy/${unit} DESTINATION lib/systemd/system COMPONENT relay)
endforeach()
install(FILES deploy/holdfastd.toml deploy/outside.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast COMPONENT relay)
install(PROGRAMS certs/make-certificate deploy/certbot-hook DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast COMPONENT relay)
# To read, and to begin one's own with: the program has them compiled in.
install(DIRECTORY client/measures/shipped/ DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/measures COMPONENT client
        FILES_MATCHING PATTERN "*.toml")
# To be copied to /etc/holdfast and filled in, and for Prometheus and Grafana.
install(PROGRAMS deploy/notify.d/mail deploy/notify.d/ntfy deploy/notify.d/webhook
        DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/notify.d COMPONENT relay)
install(PROGRAMS deploy/heartbeat.d/ping DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/heartbeat.d COMPONENT relay)
install(FILES deploy/monitoring/alerts.yml deploy/monitoring/dashboard.json
        DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/monitoring COMPONENT relay)
