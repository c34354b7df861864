#include "server/shell/ctl/ctl.hpp"

int main(int argc, char** argv) { return holdfast::server::run_ctl(argc, argv); }
