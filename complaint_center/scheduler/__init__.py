"""The way in of time: jobs that call the services, and the process that runs them."""
