#include "server/shell/daemon.hpp"

int main(int argc, char** argv) { return holdfast::server::run_daemon(argc, argv); }
